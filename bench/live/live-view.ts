import { microseconds } from "@rowbench/shared/contract";
import { describeRun } from "../report/sentences/describe-run.ts";
import { labelOf, labelsOf } from "../report/sentences/labels.ts";
import { shownSeries } from "../report/sentences/shown-series.ts";
import {
  formatAsMilliseconds,
  formatCount,
  formatNumberOf,
  oneLine,
} from "../report/text/format.ts";
import type { ExperimentHeader } from "../results/records/records.ts";
import { type Series, seriesKey } from "../results/records/series.ts";
import { geometricMean } from "../statistics/geometric-mean.ts";
import { median } from "../statistics/median.ts";
import type { LiveEntry, LiveSlice } from "./live-entry.ts";

/** What the page of a run in progress shows; texts are as they are to be read. */
export interface LiveView {
  readonly title: string;
  /** How far it is, in words and from 0 to 1. */
  readonly progress: string;
  readonly share: number;
  /** The slice that ended last. */
  readonly last: string;
  /** The newest first: what does not count, and why. */
  readonly alarms: readonly string[];
  readonly tables: readonly LiveTable[];
  readonly facts: string;
}

/** The figures of one load so far. */
export interface LiveTable {
  readonly title: string;
  readonly rows: readonly LiveRow[];
}

/** A series, the best first; no places, since nothing is compared before the end. */
export interface LiveRow {
  readonly name: string;
  readonly throughput: string;
  /** Of the highest in the table, 0 to 1. */
  readonly share: number;
  readonly p99Ms: string;
  readonly slices: number;
  readonly refused: number;
}

const mostAlarms = 8;

/** A run before its first line is read. */
export const emptyView: LiveView = {
  title: "rowbench",
  progress: "nothing has been measured yet",
  share: 0,
  last: "",
  alarms: [],
  tables: [],
  facts: "",
};

/** What is known after these entries, the header among them. */
export function viewOf(entries: readonly LiveEntry[]): LiveView {
  const header = entries.find((one) => one.kind === "experiment");
  if (header?.kind !== "experiment") return emptyView;
  const slices = entries.filter((one): one is LiveSlice => one.kind === "slice");
  const rounds = entries.filter(({ kind }) => kind === "round").length;
  const { plan, label } = header;
  const last = slices.at(-1);
  return {
    title: oneLine(`rowbench: ${label}`),
    progress: `${rounds} of ${formatNumberOf(plan.rounds, "round")}, ${formatNumberOf(slices.length, "slice")}`,
    share: shareOf(header, slices),
    last: last === undefined ? "" : describeSlice(last),
    alarms: entries.flatMap(alarmOf).slice(-mostAlarms).reverse(),
    tables: tablesOf(header, slices),
    facts: oneLine(describeRun({ header, rounds })),
  };
}

/** By the closed loops that are done. */
function shareOf({ plan }: ExperimentHeader, slices: readonly LiveSlice[]): number {
  const { series, loads, rounds, durations } = plan;
  const all = series.length * loads.length * rounds * durations.turns;
  const done = slices.filter(({ loop, attempt }) => loop === "closed" && attempt === 1).length;
  return Math.min(1, done / (all || 1));
}

function describeSlice({ round, series, load, throughput }: LiveSlice): string {
  return oneLine(`round ${round}: ${series}, ${load}, ${formatCount(throughput)} req/s`);
}

function alarmOf(entry: LiveEntry): readonly string[] {
  if (entry.kind === "failure")
    return [oneLine(`round ${entry.round}: ${entry.series}, ${entry.reason}`)];
  if (entry.kind !== "slice" || entry.reasons.length === 0) return [];
  const reasons = entry.reasons.join("; ");
  return [oneLine(`round ${entry.round}: ${entry.series}, ${entry.loop}: ${reasons}`)];
}

function tablesOf({ plan }: ExperimentHeader, slices: readonly LiveSlice[]): LiveView["tables"] {
  const series = shownSeries(plan);
  const labels = labelsOf(series);
  return plan.loads.map(({ name, connections }) => {
    const own = slices.filter(({ load }) => load === name);
    const figures = series
      .map((one) => figuresOf(one, own))
      .filter(({ count, refused }) => count + refused > 0)
      .toSorted((a, b) => b.throughput - a.throughput);
    const highest = Math.max(...figures.map(({ throughput }) => throughput));
    return {
      title: oneLine(`${name}, ${formatNumberOf(connections, "connection")}`),
      rows: figures.map(({ key, throughput, p99Us, count, refused }) => ({
        name: oneLine(labelOf(labels, key)),
        throughput: count === 0 ? "–" : formatCount(throughput),
        share: highest > 0 ? throughput / highest : 0,
        p99Ms: p99Us === undefined ? "–" : formatAsMilliseconds(microseconds(p99Us)),
        slices: count,
        refused,
      })),
    };
  });
}

function figuresOf(series: Series, slices: readonly LiveSlice[]) {
  const key = seriesKey(series);
  const own = slices.filter((slice) => slice.series === key);
  const counting = own.filter(({ reasons }) => reasons.length === 0);
  const closed = counting.filter(({ loop }) => loop === "closed");
  const p99s = counting.filter(({ loop }) => loop === "common").flatMap(({ p99Us }) => p99Us ?? []);
  return {
    key,
    count: closed.length,
    refused: own.length - counting.length,
    throughput: closed.length === 0 ? 0 : geometricMean(closed.map(({ throughput }) => throughput)),
    p99Us: p99s.length === 0 ? undefined : median(p99s),
  };
}
