import { type Milliseconds, milliseconds } from "@rowbench/shared/contract";
import type { RequestKind } from "../load/index.ts";

/** What is asked of a server: one kind of request, or several. */
export interface Workload {
  /** As it is written on the command line, such as `wait:20ms`. */
  readonly name: string;
  readonly kinds: readonly WorkloadKind[];
}

/** A kind of request, and what its handler has to compute for it. */
export interface WorkloadKind extends RequestKind {
  readonly cpu?: Milliseconds;
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
  if (name === "mixed") {
    return { name, kinds: mixedShares.flatMap(([kind, weight]) => kindOf(kind, weight) ?? []) };
  }
  const only = kindOf(name, 1);
  return only && { name, kinds: [only] };
}

/** Look-ups that wait so long in the database; 0 is a plain look-up. */
export function waitWorkload(waitMs: number): Workload {
  const name = waitMs === 0 ? "db" : `wait:${waitMs}ms`;
  return { name, kinds: [kindOf(name, 1)].filter((kind) => kind !== undefined) };
}

function kindOf(name: string, weight: number): WorkloadKind | undefined {
  if (name === "db") return { name, path: "/db", weight, expect: "row" };
  if (name === "json") return { name, path: "/json", weight, expect: "message" };
  const [, kind, digits] = /^(wait|cpu):(\d+)ms$/.exec(name) ?? [];
  if (kind === undefined || Number(digits) > longestMs) return undefined;
  const duration = milliseconds(Number(digits));
  const work = kind === "wait" ? { wait: duration } : { cpu: duration };
  return { name, path: `/${kind}/${digits}`, weight, expect: "row", ...work };
}
