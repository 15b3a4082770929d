import { type Milliseconds, milliseconds } from "@rowbench/shared/contract";

/** How long each step may take. */
export interface Limits {
  /** One request to the cluster. */
  readonly request: Milliseconds;
  /** From the creation of a Job until its pod runs, with the image that it may have to pull. */
  readonly start: Milliseconds;
  /** Between two looks at a pod. */
  readonly poll: Milliseconds;
  /** From the end of a role's input until it has ended. */
  readonly ending: Milliseconds;
  /** From the end of the connection to a role until the cluster knows how it ended. */
  readonly report: Milliseconds;
  /** Until a Job and its pod are removed. */
  readonly removal: Milliseconds;
}

/** A start and the removal after a failure take no longer than the minute that a host has for both. */
export const usualLimits: Limits = {
  request: milliseconds(10_000),
  start: milliseconds(44_000),
  poll: milliseconds(500),
  ending: milliseconds(10_000),
  report: milliseconds(5000),
  removal: milliseconds(12_000),
};

/** What is left of a limit for each of several steps that share it, at most `most`. */
export function shareLimit(limit: Milliseconds, most: Milliseconds): () => Milliseconds {
  const end = performance.now() + limit;
  return () => milliseconds(Math.max(1, Math.min(most, Math.round(end - performance.now()))));
}
