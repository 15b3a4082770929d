import type { RequestsPerSecond } from "@rowbench/shared/contract";
import type { Load } from "../../results/records/load.ts";
import type { RefusalKind, SliceRecord } from "../../results/records/records.ts";
import type { Series } from "../../results/records/series.ts";

/** Everything that a slice measured, before it is judged, and what was asked of it. */
export interface Measurement {
  readonly record: Omit<SliceRecord, "refusals">;
  readonly load: Load;
  readonly series: Series;
  /** Of the table: its ids are 1 to this number. */
  readonly rows: number;
  /** What the generator reaches against a server that does nothing, with as many connections. */
  readonly headroom?: RequestsPerSecond;
}

/** A question that a slice has to pass. */
export interface Gate {
  /** Whose fault it is when it does not. */
  readonly kind: RefusalKind;
  /** Why its figures must not be used; undefined when they may be. */
  check(measurement: Measurement): string | undefined;
}

/** A share as reasons show it: `5.3 %`. */
export function formatShare(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
