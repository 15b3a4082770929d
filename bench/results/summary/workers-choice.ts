import { mean } from "../../statistics/mean.ts";
import {
  chooseWorkers,
  countsToGoOn,
  type WorkerChoice,
  type WorkerCount,
} from "../../statistics/worker-choice.ts";
import type { ExperimentRecord } from "../records/records.ts";
import { type Series, seriesKey } from "../records/series.ts";
import type { View } from "../records/view.ts";
import { countingSlices, figureOfStarts } from "./figures.ts";
import type { LoadSummary } from "./summary.ts";

/** The numbers of workers that are worth another round. */
export function workersToGoOn(
  series: readonly Series[],
  load: string,
  records: readonly ExperimentRecord[],
): readonly number[] {
  return countsToGoOn(countsOf(series, load, records));
}

/** The number that the choosing rounds decide for; undefined when nothing was measured. */
export function workersChoice(
  series: readonly Series[],
  load: string,
  records: readonly ExperimentRecord[],
  choosingRounds: number,
): WorkerChoice | undefined {
  const choosing = records.filter(
    (record) => !("round" in record) || record.round <= choosingRounds,
  );
  const counts = countsOf(series, load, choosing);
  return counts.some(({ throughputs }) => throughputs.size > 0) ? chooseWorkers(counts) : undefined;
}

/** What a report of workers shows. */
export type WorkersView = Extract<View, { kind: "workers" }>;

/** The same choice from a summary; undefined when nothing was measured. */
export function choiceIn(
  { ranked }: LoadSummary,
  { choosingRounds }: WorkersView,
): WorkerChoice | undefined {
  const counts = ranked.map(({ series: { workers }, throughput: { byRound }, rssBytes }) => ({
    workers,
    memory: rssBytes,
    throughputs: new Map(
      Object.entries(byRound)
        .map(([round, value]) => [Number(round), value] as const)
        .filter(([round]) => round <= choosingRounds),
    ),
  }));
  return counts.some(({ throughputs }) => throughputs.size > 0) ? chooseWorkers(counts) : undefined;
}

function countsOf(
  series: readonly Series[],
  load: string,
  records: readonly ExperimentRecord[],
): readonly WorkerCount[] {
  const slices = countingSlices(records, load, "closed");
  const starts = figureOfStarts(records, load, "throughput");
  return series.map((one) => {
    const own = slices.filter((slice) => slice.series === seriesKey(one));
    const throughputs = starts.filter((start) => start.series === seriesKey(one));
    return {
      workers: one.workers,
      throughputs: new Map(throughputs.map(({ round, value }) => [round, value])),
      memory: own.length === 0 ? 0 : mean(own.map(({ rssBytes }) => rssBytes)),
    };
  });
}
