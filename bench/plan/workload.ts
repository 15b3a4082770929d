import type { RequestClass } from "../load/index.ts";

/** What is asked of a server: one kind of request, or a mix. */
export interface Workload {
  /** As it is written on the command line, such as `wait:20ms`. */
  readonly name: string;
  readonly classes: readonly RequestClass[];
}

const longestMs = 10_000;

/** What most services look like: quick look-ups, a few that wait, now and then one that computes. */
const mixedShares = [
  ["db", 94],
  ["wait:20ms", 5],
  ["cpu:5ms", 1],
] as const;

/** The spellings that `parseWorkload` takes. */
export const workloadForms = "db, json, wait:20ms, cpu:2ms, mixed";

/** Reads one of `workloadForms`; undefined for anything else. */
export function parseWorkload(name: string): Workload | undefined {
  if (name !== "mixed") {
    const only = classOf(name, 1);
    return only && { name, classes: [only] };
  }
  return { name, classes: mixedShares.flatMap(([kind, weight]) => classOf(kind, weight) ?? []) };
}

function classOf(name: string, weight: number): RequestClass | undefined {
  if (name === "db") return { name, path: "/db", weight, expect: "row" };
  if (name === "json") return { name, path: "/json", weight, expect: "message" };
  const [, kind, digits] = /^(wait|cpu):(\d+)ms$/.exec(name) ?? [];
  if (kind === undefined || Number(digits) > longestMs) return undefined;
  return { name, path: `/${kind}/${digits}`, weight, expect: "row" };
}
