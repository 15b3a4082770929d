import {
  type Bytes,
  bytes,
  type Milliseconds,
  maximumBody,
  milliseconds,
} from "@rowbench/shared/contract";
import type { RequestKind } from "../../load/index.ts";

/** What is asked of a server: one kind of request, or several. */
export interface Workload {
  /** As it is written on the command line, such as `wait:20ms`. */
  readonly name: string;
  readonly kinds: readonly WorkloadKind[];
}

/** A kind of request, and what its handler has to compute for it. */
export interface WorkloadKind extends RequestKind {
  readonly cpu?: Milliseconds;
  /** Where its row comes from; PostgreSQL unless said. */
  readonly store?: "redis";
}

const longestMs = 10_000;
/** With room for the text fields in the largest body that servers take. */
const largestFile = maximumBody - 16 * 1024;

/** What most services look like: quick look-ups, a few that wait, now and then one that computes. */
const mixedShares = [
  ["db", 94],
  ["wait:20ms", 5],
  ["cpu:5ms", 1],
] as const;

/** The spellings that `parseWorkload` takes. */
export const workloadForms = "db, json, wait:20ms, cpu:2ms, form:64KiB, form:1MiB, redis, mixed";

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
  if (name === "redis") return { name, path: "/cache", weight, expect: "row", store: "redis" };
  const file = parseFile(name);
  if (file !== undefined) return { name, path: "/form", weight, expect: "form", file };
  const [, kind, digits] = /^(wait|cpu):(\d+)ms$/.exec(name) ?? [];
  if (kind === undefined || Number(digits) > longestMs) return undefined;
  const duration = milliseconds(Number(digits));
  const work = kind === "wait" ? { wait: duration } : { cpu: duration };
  return { name, path: `/${kind}/${digits}`, weight, expect: "row", ...work };
}

/** The size of the file in `form:64KiB`; undefined for any other text, and for one that is too large. */
function parseFile(name: string): Bytes | undefined {
  const [, digits, unit] = /^form:(\d+)(KiB|MiB)$/.exec(name) ?? [];
  const size = Number(digits) * (unit === "MiB" ? 1024 * 1024 : 1024);
  return size <= largestFile ? bytes(size) : undefined;
}

/** What a form carries, without its text fields; undefined for a workload that sends none. */
export function uploadOf({ kinds }: Workload): Bytes | undefined {
  const [only, ...others] = kinds;
  return others.length === 0 ? only?.file : undefined;
}

/** Where the rows of a workload come from. */
export function storeOf(workload: Workload): "PostgreSQL" | "Redis" {
  return needsRedis(workload) ? "Redis" : "PostgreSQL";
}

/** Whether every answer is a row that was queried in PostgreSQL. */
export function isOfRowsAlone({ kinds }: Workload): boolean {
  return kinds.every(isRow);
}

/** Whether some answers are. */
export function hasRows({ kinds }: Workload): boolean {
  return kinds.some(isRow);
}

function isRow({ expect, store }: WorkloadKind): boolean {
  return expect === "row" && store === undefined;
}

/** Whether all requests wait in the database. */
export function isOfWaitsAlone({ kinds }: Workload): boolean {
  return kinds.every(waits);
}

/** Whether some requests do. */
export function hasWaits({ kinds }: Workload): boolean {
  return kinds.some(waits);
}

function waits({ wait }: WorkloadKind): boolean {
  return wait !== undefined && wait > 0;
}

/** Whether a workload needs a Redis. */
export function needsRedis({ kinds }: Workload): boolean {
  return kinds.some(({ store }) => store === "redis");
}
