import type { Microseconds, RequestsPerSecond } from "@rowbench/shared/contract";
import type { ConnectionUse } from "../../load/index.ts";
import type { Workload } from "./workload.ts";

/**
 * What every series of an experiment is put under: a workload over a number of connections, first
 * as a closed loop for its capacity, then at the paces that are asked for.
 */
export interface Load {
  /** Unique in its experiment: what records and tables call it. */
  readonly name: string;
  /** Where it lies on the axis of a sweep, such as the wait in ms. */
  readonly place?: number;
  readonly workload: Workload;
  readonly connections: number;
  readonly connection: ConnectionUse;
  /** Requests that go out together on a connection. */
  readonly pipeline: number;
  /** Open loops that follow the closed one on the warm server, in this order. */
  readonly paces: readonly Pace[];
  /** Keys of the series that are measured under it; all when absent. */
  readonly series?: readonly string[];
}

/** Whether a series, by its key, is measured under a load. */
export function isMeasuredUnder({ series }: Load, key: string): boolean {
  return series?.includes(key) ?? true;
}

/**
 * At which rate an open loop runs.
 * - `common`: the same for all series, so that their latencies can be compared
 * - `half`, `high`: 50 % and 80 % of what the series itself carries
 * - `objective`: in search of the highest rate at which P99 stays within a limit
 */
export const paceNames = ["common", "half", "high", "objective"] as const;
export type PaceName = (typeof paceNames)[number];

/** A pace, and what settles its rate. */
export type Pace =
  /** Without a rate: from the pilot round. */
  | { readonly name: "common"; readonly rate?: RequestsPerSecond }
  | { readonly name: "half" | "high" }
  | { readonly name: "objective"; readonly p99LimitUs: Microseconds };

/** One loop of a load: its closed one or one of its paces. */
export type LoopName = "closed" | PaceName;

/** Shares of its own capacity at which a series is paced. */
export const ownShares = { half: 0.5, high: 0.8 } as const;

/** Paces by their names; `rate` settles the common one. */
export function pacesOf(
  names: readonly PaceName[],
  rate: RequestsPerSecond | undefined,
  p99LimitUs: Microseconds,
): readonly Pace[] {
  return paceNames
    .filter((name) => names.includes(name))
    .map((name): Pace => {
      if (name === "objective") return { name, p99LimitUs };
      return name === "common" && rate !== undefined ? { name, rate } : { name };
    });
}
