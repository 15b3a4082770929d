import type { Bytes, Microseconds } from "@rowbench/shared/contract";
import type { Latency, RankedCell } from "../statistics/summary.ts";

/** One column of the ranking, the same in the terminal and in Markdown. */
export interface Column {
  readonly title: string;
  readonly align: "left" | "right";
  format(cell: RankedCell): string;
}

/** The columns of a ranking with latencies at this rate. */
export function columnsAt(rate: number): readonly Column[] {
  return [
    { title: "rank", align: "right", format: ({ rank }) => formatRank(rank) },
    { title: "server", align: "left", format: ({ server }) => server },
    { title: "model", align: "left", format: ({ model }) => model },
    { title: "workers", align: "right", format: ({ workers }) => String(workers) },
    { title: "req/s", align: "right", format: ({ throughput }) => formatCount(throughput.mean) },
    { title: "lowest – highest round", align: "right", format: formatSpread },
    {
      title: `P50 at ${formatCount(rate)}/s`,
      align: "right",
      format: ({ latency }) => formatPercentile(latency, "p50Us"),
    },
    {
      title: `P99 at ${formatCount(rate)}/s`,
      align: "right",
      format: ({ latency }) => formatPercentile(latency, "p99Us"),
    },
    {
      title: "CPU µs/req",
      align: "right",
      format: ({ cpuPerRequest }) => cpuPerRequest.toFixed(1),
    },
    { title: "memory", align: "right", format: ({ rss }) => formatBytes(rss) },
    { title: "rounds", align: "right", format: ({ rounds }) => String(rounds) },
  ];
}

/** `2`, or `1–3` when the places cannot be told apart. */
export function formatRank({ best, worst }: RankedCell["rank"]): string {
  return best === worst ? String(best) : `${best}–${worst}`;
}

function formatSpread({ throughput: { low, high } }: RankedCell): string {
  return `${formatCount(low)} – ${formatCount(high)}`;
}

/** The columns of a mix: P50 and P99 of each of its kinds of request. */
export function classColumns(names: readonly string[]): readonly Column[] {
  const latencyOf = ({ classes, latency }: RankedCell, name: string): Latency =>
    classes.find((one) => one.name === name)?.latency ?? latency;
  return [
    { title: "server", align: "left", format: ({ server }) => server },
    { title: "model", align: "left", format: ({ model }) => model },
    { title: "workers", align: "right", format: ({ workers }) => String(workers) },
    ...names.flatMap((name): Column[] => [
      {
        title: `${name} P50`,
        align: "right",
        format: (cell) => formatPercentile(latencyOf(cell, name), "p50Us"),
      },
      {
        title: `${name} P99`,
        align: "right",
        format: (cell) => formatPercentile(latencyOf(cell, name), "p99Us"),
      },
    ]),
  ];
}

function formatPercentile(latency: Latency, percentile: "p50Us" | "p99Us"): string {
  if (latency.kind === "unmeasured") return "–";
  if (latency.kind !== "measured") return latency.kind;
  const value = latency[percentile];
  return value === undefined ? "too few" : formatMicroseconds(value);
}

/** Milliseconds with two decimals: `0.62 ms`. */
export function formatMicroseconds(value: Microseconds): string {
  return `${(value / 1000).toFixed(2)} ms`;
}

/** A whole number with its thousands apart: `61,000`. */
export function formatCount(value: number): string {
  return Math.round(value).toLocaleString("en-US");
}

/** Whole mebibytes: `84 MiB`. */
export function formatBytes(value: Bytes | number): string {
  return `${Math.round(value / 2 ** 20)} MiB`;
}
