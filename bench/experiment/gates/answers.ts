import type { FailureKind, LoadResult } from "../../load/index.ts";
import { formatShare, type Gate } from "./measurement.ts";

/** A slice with more requests that failed than this share is refused. */
const failureShareLimit = 0.001;

/** Kinds that are refused by a gate of their own, however few they are. */
const proofs: readonly FailureKind[] = ["stale", "early"];

/** At most 0.1 % of the requests failed, and something right came. */
export const failures: Gate = {
  kind: "wrong",
  check: ({ record: { result } }) => {
    const all = sum(Object.values(result.failures));
    if (result.correct === 0 && all === 0) return "no response came";
    const failed = all - sum(proofs.map((kind) => result.failures[kind]));
    const share = failed / Math.max(1, result.issued);
    if (share <= failureShareLimit) return undefined;
    return `${formatShare(share)} of its requests failed (${describeFailures(result)})`;
  },
};

/**
 * No answer has a value that its row held before the slice: all values are changed in between, so
 * that a row which was fetched earlier is known.
 */
export const stale: Gate = {
  kind: "wrong",
  check: ({ record: { result } }) => {
    if (result.failures.stale === 0) return undefined;
    return `it answers rows that it fetched before: ${describe(result, "stale")}`;
  },
};

/** No answer came before its wait in the database can have ended: `pg_sleep` never ends early. */
export const early: Gate = {
  kind: "wrong",
  check: ({ record: { result } }) => {
    if (result.failures.early === 0) return undefined;
    return `it answers before the database has waited: ${describe(result, "early")}`;
  },
};

function describeFailures(result: LoadResult): string {
  return (Object.keys(result.failures) as FailureKind[])
    .filter((kind) => result.failures[kind] > 0 && !proofs.includes(kind))
    .map((kind) => describe(result, kind))
    .join("; ");
}

/** `3 reset: read ECONNRESET` */
function describe({ failures, failureSamples }: LoadResult, kind: FailureKind): string {
  const sample = failureSamples[kind];
  return `${failures[kind]} ${kind}${sample === undefined ? "" : `: ${sample}`}`;
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
