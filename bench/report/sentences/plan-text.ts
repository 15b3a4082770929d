import type { Load, Pace } from "../../results/records/load.ts";
import type { Controls, Plan } from "../../results/records/records.ts";
import { cellName, seriesKey } from "../../results/records/series.ts";
import { isOfWaitsAlone } from "../../results/records/workload.ts";
import {
  formatAsMilliseconds,
  formatCount,
  formatDifference,
  formatLength,
  formatNumberOf,
  formatSeconds,
} from "../text/format.ts";
import { formatConnections } from "./connection-range.ts";
import { formatLoadLength } from "./load-length.ts";
import { shownSeries } from "./shown-series.ts";

/** The plan in a few lines: what will be measured, how, how long it takes, and what it will tell. */
export function formatPlan(plan: Plan): string {
  const series = shownSeries(plan);
  return [
    `${formatNumberOf(series.length, "cell")}  ${series.map(seriesKey).join(", ")}`,
    ...plan.unavailable.map((cell) => `unavailable  ${cellName(cell)}`),
    ...(plan.controls === undefined ? [] : [formatControls(plan.controls)]),
    `${formatRounds(plan)} of fresh starts in random order${formatGroups(plan)}, seed ${plan.seed}`,
    ...formatLoads(plan),
    `takes ${plan.precision === undefined ? "about" : "at most"} ${formatLength(plan.estimate)} (budget ${formatLength(plan.budget)})`,
    formatPromise(plan, series.length),
  ].join("\n");
}

function formatControls({ baseline, burnUs }: Controls): string {
  return `hidden controls  ${baseline} twice, and once with ${burnUs} µs more work in every row`;
}

/** Groups are of nearly the same size. */
function formatGroups({ groupSize }: Plan): string {
  return groupSize === 1 ? "" : `, up to ${groupSize} at once that take turns`;
}

function formatRounds({ rounds, precision }: Plan): string {
  return precision === undefined ? formatNumberOf(rounds, "round") : "rounds";
}

function formatLoads({ loads, durations, groupSize }: Plan): readonly string[] {
  const { warmUp, open } = durations;
  const longest = formatSeconds(open.longest);
  const paces = new Set(loads.flatMap((load) => load.paces.map(formatPace)));
  const parts = [
    `warm-up until steady (${formatSeconds(warmUp.shortest)} to ${formatSeconds(warmUp.longest)})`,
    `closed loop ${formatLoadLength(durations)} with ${formatConnections(loads)}`,
    ...[...paces].map((pace) => `open loop up to ${longest} ${pace}`),
  ].join(", ");
  return loads.length > 1
    ? [`each start under the loads  ${formatNames(loads, groupSize)}`, `each load  ${parts}`]
    : [`each start  ${parts}`];
}

/** Servers that take turns have starts of their own under loads that wait. */
function formatNames(loads: readonly Load[], groupSize: number): string {
  const namesOf = (some: readonly Load[]) => some.map(({ name }) => name).join(", ");
  const waiting = loads.filter(({ workload }) => isOfWaitsAlone(workload));
  if (groupSize === 1 || waiting.length === 0) return namesOf(loads);
  const others = loads.filter((load) => !waiting.includes(load));
  return `${namesOf(others)}; without turns  ${namesOf(waiting)}`;
}

function formatPace(pace: Pace): string {
  switch (pace.name) {
    case "common":
      return pace.rate === undefined
        ? "at a rate that all carry, by the first round"
        : `at ${formatCount(pace.rate)} requests/s`;
    case "half":
      return "at 50 % of its own";
    case "high":
      return "at 80 % of its own";
    case "objective":
      return `for P99 ≤ ${Number(formatAsMilliseconds(pace.p99LimitUs))} ms`;
  }
}

function formatPromise(
  { promisedRatio, precision, isMachineUnknown }: Plan,
  cells: number,
): string {
  if (precision !== undefined) {
    return `goes on until any two cells that differ by more than ${formatDifference(precision)} are told apart, or the budget ends`;
  }
  if (cells < 2) return "will tell how fast it is, and has nothing to compare it with";
  if (!Number.isFinite(promisedRatio)) {
    return "will tell no two cells apart: that takes two rounds at least";
  }
  const noise = isMachineUnknown
    ? "the noise of two shared cores: this machine's is not known yet"
    : "this machine's noise";
  return `will tell apart any two cells that differ by more than about ${formatDifference(promisedRatio)}, judging by ${noise}`;
}
