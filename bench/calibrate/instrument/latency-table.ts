import { formatMicroseconds } from "../../report/text/format.ts";
import { type ColumnOf, type TextTable, tableOf } from "../../report/text/text-table.ts";
import type { KnownLatency, Witnesses } from "./known-latency.ts";
import type { ObservedLatency } from "./other-generators/other-generator.ts";

/** What one generator saw of a server, beside what was true while it did. */
export interface LatencyRow {
  readonly name: string;
  /** How it sends, or why it did not. */
  readonly sends: string;
  readonly p50: MeasuredTime;
  readonly p99: MeasuredTime;
}

interface MeasuredTime {
  readonly measured: string;
  readonly truth: string;
}

/** Generators beside each other. */
export function latencyTable(rows: readonly LatencyRow[]): TextTable {
  return tableOf(columns, rows);
}

/** The times of a row, by who knows the truth about the same requests. */
export function timesOf(
  known: KnownLatency,
  witnesses: Witnesses,
  { p50Us, p99Us }: ObservedLatency,
): Pick<LatencyRow, "p50" | "p99"> {
  const truthAt = (percent: number) => {
    const truthUs = known.truthAt(percent, witnesses);
    return truthUs === undefined ? nothing : formatMicroseconds(truthUs);
  };
  return {
    p50: { measured: formatMicroseconds(p50Us), truth: truthAt(50) },
    p99: { measured: formatMicroseconds(p99Us), truth: truthAt(99) },
  };
}

const nothing = "–";
/** The times of a generator that saw nothing. */
export const noTimes: Pick<LatencyRow, "p50" | "p99"> = {
  p50: { measured: nothing, truth: nothing },
  p99: { measured: nothing, truth: nothing },
};

const columns: readonly ColumnOf<LatencyRow>[] = [
  { title: "generator", align: "left", cell: ({ name }) => name },
  { title: "sends", align: "left", cell: ({ sends }) => sends },
  { title: "P50", align: "right", cell: ({ p50 }) => p50.measured },
  { title: "true P50", align: "right", cell: ({ p50 }) => p50.truth },
  { title: "P99", align: "right", cell: ({ p99 }) => p99.measured },
  { title: "true P99", align: "right", cell: ({ p99 }) => p99.truth },
];
