import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** `import { … } from "./file.js";` and `export function …`, as the formatter writes them. */
const importLine = /^import (\{[^}]*\}) from "(\.[^"]+)";\n/gm;
const exportWord = /^export ((?:async )?function|const) (\w+)/gm;

/**
 * A module and all that it imports, as one text for a page that is opened from disk, where modules
 * cannot import each other. Each becomes a function that returns what it exports, those that are
 * imported first.
 */
export function joinModules(entry: string): string {
  const modules = new Map<string, string>();
  addModule(entry, modules);
  return [...modules.values()].join("\n");
}

/** @returns the name that holds what the module exports */
function addModule(path: string, modules: Map<string, string>): string {
  const text = readFileSync(path, "utf8");
  const nameOf = (place: number) => `module${place}`;
  const known = [...modules.keys()].indexOf(path);
  if (known !== -1) return nameOf(known);
  const body = text
    .replaceAll(importLine, (_, names: string, target: string) => {
      const from = addModule(join(dirname(path), target), modules);
      return `const ${names} = ${from};\n`;
    })
    .replaceAll(exportWord, "$1 $2");
  const exported = [...text.matchAll(exportWord)].map(([, , name]) => name);
  const name = nameOf(modules.size);
  modules.set(path, `const ${name} = (() => {\n${body}return { ${exported.join(", ")} };\n})();`);
  return name;
}
