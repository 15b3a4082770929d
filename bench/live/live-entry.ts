import type { LoopName } from "../results/records/load.ts";
import type { ExperimentHeader, ExperimentRecord } from "../results/records/records.ts";
import { percentile } from "../results/summary/figures.ts";

/** What the page of a run in progress keeps of a record: no histograms, of which there are many. */
export type LiveEntry =
  | ExperimentHeader
  | LiveSlice
  | { readonly kind: "round" }
  | {
      readonly kind: "failure";
      readonly round: number;
      readonly series: string;
      readonly reason: string;
    };

/** A slice in a few figures. */
export interface LiveSlice {
  readonly kind: "slice";
  readonly round: number;
  readonly series: string;
  readonly load: string;
  readonly loop: LoopName;
  readonly attempt: number;
  readonly throughput: number;
  /** Of an open loop with enough requests. */
  readonly p99Us: number | undefined;
  /** Why it does not count. */
  readonly reasons: readonly string[];
}

/** Undefined for a record that the page has no use for. */
export function entryOf(record: ExperimentRecord): LiveEntry | undefined {
  switch (record.kind) {
    case "experiment":
      return record;
    case "round":
      return { kind: "round" };
    case "failure": {
      const { round, series, stage, reason } = record;
      return { kind: "failure", round, series, reason: `${stage}: ${reason}` };
    }
    case "slice": {
      const { round, series, load, loop, attempt, result, refusals } = record;
      return {
        kind: "slice",
        ...{ round, series, load, loop, attempt },
        throughput: result.throughput,
        p99Us: percentile(result, 99),
        reasons: refusals.map(({ reason }) => reason),
      };
    }
    default:
      return undefined;
  }
}
