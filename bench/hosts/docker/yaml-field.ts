import { RowbenchError, unknownWord } from "@rowbench/shared/contract";
import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from "yaml";

/** A value of a YAML file, which knows where it stands. Whatever is wrong with it is `USAGE`. */
export interface Field {
  readonly node: Node;
  fail(problem: string): never;
  /** The value of one of its keys, if it is there. */
  key(name: string): Field | undefined;
  requiredKey(name: string): Field;
  /** Fails at the first key that is none of these. */
  assertKeys(allowed: readonly string[]): void;
  items(): readonly Field[];
  /** Its text, which must be of that form. */
  word(form: RegExp, expected: string): string;
}

/** The whole of a text, of which messages speak as `name`. */
export function parseYaml(text: string, name: string): Field {
  const lines = new LineCounter();
  const failAt = (offset: number | undefined, problem: string): never => {
    const line = offset === undefined ? "" : `, line ${lines.linePos(offset).line}`;
    throw new RowbenchError("USAGE", `${name}${line}: ${problem}`);
  };
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const [error] = document.errors;
  if (error !== undefined) failAt(error.pos[0], error.message);
  if (document.contents === null) return failAt(undefined, "is empty");
  return fieldOf(document.contents, failAt);
}

type FailAt = (offset: number | undefined, problem: string) => never;

function fieldOf(node: Node, failAt: FailAt): Field {
  const fail = (problem: string) => failAt(node.range?.[0], problem);
  const key = (name: string) => {
    const value = isMap(node) ? node.get(name, true) : undefined;
    return value === undefined ? undefined : fieldOf(value, failAt);
  };
  return {
    node,
    fail,
    key,
    requiredKey: (name) => key(name) ?? fail(`\`${name}\` is missing`),
    assertKeys(allowed) {
      const keys = isMap(node) ? node.items.map((pair) => pair.key as Node) : [];
      for (const name of keys) {
        const word = isScalar(name) ? String(name.value) : String(name);
        if (!allowed.includes(word)) failAt(name.range?.[0], unknownWord("key", word, allowed));
      }
    },
    items: () => (isSeq(node) ? node.items.map((item) => fieldOf(item as Node, failAt)) : []),
    word(form, expected) {
      const value = isScalar(node) ? node.value : undefined;
      if (typeof value === "string" && form.test(value)) return value;
      return fail(`\`${String(node).trim()}\`, expected: ${expected}`);
    },
  };
}
