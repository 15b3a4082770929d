import type { FigureName } from "../../../results/summary/figures.ts";
import type { SeriesSummary } from "../../../results/summary/summary.ts";
import type { CellData, MetricData, MetricName } from "./page-data.ts";
import { rounded } from "./rounded.ts";

/** A figure without the place of its series, or the reason why there is none. */
export type MetricValue =
  | ({ readonly kind: "known" } & Pick<CellData, "value" | "low" | "high" | "byRound">)
  | { readonly kind: "missing"; readonly reason: string };

interface Metric extends Omit<MetricData, "name"> {
  /** What it is compared by; absent where no intervals are computed. */
  readonly figure?: FigureName;
  read(series: SeriesSummary): MetricValue;
}

/** Every metric that a page can be switched to. */
export const metrics: Readonly<Record<MetricName, Metric>> = {
  throughput: {
    title: "Throughput",
    unit: "req/s",
    better: "higher",
    ahead: "faster",
    behind: "slower",
    meaning: "Correct responses per second once the server is warm: mean of the rounds.",
    figure: "throughput",
    read: ({ throughput: { value, low, high, byRound } }) => known({ value, low, high, byRound }),
  },
  p99: {
    title: "P99 latency at the common rate",
    unit: "ms",
    better: "lower",
    ahead: "faster",
    behind: "slower",
    meaning:
      "Latency that 1 of 100 requests exceeds, from the moment when it was due, at a rate that all carry: median of the rounds.",
    figure: "p99Us",
    read: readP99,
  },
  cpu: {
    title: "CPU time per request",
    unit: "µs",
    better: "lower",
    ahead: "cheaper",
    behind: "costlier",
    meaning: "Processor time of all processes of the server for each request: mean of the rounds.",
    figure: "cpuUsPerRequest",
    read: ({ cpuUsPerRequest: { value, low, high, byRound } }) =>
      known({ value, low, high, byRound }),
  },
  memory: {
    title: "Memory per worker",
    unit: "MiB",
    better: "lower",
    ahead: "smaller",
    behind: "larger",
    meaning: "Resident memory of the server under load, shared out among its workers.",
    read: ({ rssBytes, series: { workers } }) =>
      known({ value: rssBytes / workers }, bytesInMebibyte),
  },
  objective: {
    title: "Highest rate within the latency limit",
    unit: "req/s",
    better: "higher",
    ahead: "faster",
    behind: "slower",
    meaning:
      "The highest rate at which P99 stays within the limit and 99.9 % is answered correctly, between what passed and what did not.",
    read: readObjective,
  },
};

const bytesInMebibyte = 2 ** 20;
const usInMs = 1000;

function readP99({ paces: { common } }: SeriesSummary): MetricValue {
  if (common === undefined) return { kind: "missing", reason: "not measured" };
  if (common.kind !== "measured") return { kind: "missing", reason: common.kind };
  if (common.p99Us === undefined) return { kind: "missing", reason: "too few samples" };
  const { medianUs, lowUs, highUs, byRound } = common.p99Us;
  return known({ value: medianUs, low: lowUs, high: highUs, byRound }, usInMs);
}

function readObjective({ objective }: SeriesSummary): MetricValue {
  if (objective === undefined) return { kind: "missing", reason: "not measured" };
  const { rate, low, high } = objective;
  return known({ value: rate, low, high });
}

interface Spread {
  readonly value: number;
  readonly low?: number;
  readonly high?: number;
  readonly byRound?: Readonly<Record<number, number>>;
}

/** A figure in the unit that it is shown in. */
function known({ value, low, high, byRound = {} }: Spread, unit = 1): MetricValue {
  if (!Number.isFinite(value)) return { kind: "missing", reason: "not measured" };
  return {
    kind: "known",
    value: rounded(value / unit),
    ...(low === undefined || high === undefined
      ? {}
      : { low: rounded(low / unit), high: rounded(high / unit) }),
    byRound: Object.entries(byRound).map(([round, one]) => [Number(round), rounded(one / unit)]),
  };
}
