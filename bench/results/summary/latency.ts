import { microseconds, requestsPerSecond } from "@rowbench/shared/contract";
import { geometricMean } from "../../statistics/geometric-mean.ts";
import { median } from "../../statistics/median.ts";
import { type Load, type PaceName, paceNames } from "../records/load.ts";
import type { SliceRecord } from "../records/records.ts";
import { countingSlices, percentileOfLatency } from "./figures.ts";
import { isSaturated } from "./saturation.ts";
import type { KindSummary, PaceSummary, PercentileSummary } from "./summary.ts";

/** The slices of one series: its latency at each pace that was measured. */
export function latencyOfPaces(
  slices: readonly SliceRecord[],
  { name: load }: Load,
): Readonly<Partial<Record<PaceName, PaceSummary>>> {
  const measured = paceNames
    .filter((pace) => pace !== "objective" && slices.some(({ loop }) => loop === pace))
    .map((pace) => [pace, summarizePace(countingSlices(slices, load, pace))] as const);
  return Object.fromEntries(measured);
}

/** The latency of each kind of request at the common pace; none for a workload of one kind. */
export function latencyOfKinds(
  slices: readonly SliceRecord[],
  { name: load, workload }: Load,
): readonly KindSummary[] {
  if (workload.kinds.length < 2) return [];
  const counting = countingSlices(slices, load, "common");
  return workload.kinds.map(({ name }) => {
    const histograms = counting.map(({ round, result }) => {
      const latencyUs = result.kinds?.find((kind) => kind.name === name)?.latencyUs ?? "";
      return { round, latencyUs, withoutLagUs: latencyUs };
    });
    return { name, ...percentilesOf(histograms) };
  });
}

function summarizePace(slices: readonly SliceRecord[]): PaceSummary {
  const open = slices.flatMap(({ round, result }) =>
    result.kind === "open" ? [{ round, result }] : [],
  );
  if (open.length === 0) return { kind: "refused" };
  const rate = requestsPerSecond(geometricMean(open.map(({ result }) => result.offeredRate)));
  const saturated = open.filter(({ result }) => isSaturated(result));
  if (saturated.length > open.length / 2) return { kind: "saturated", rate };
  const histograms = open.map(({ round, result: { latencyUs, latencyWithoutLagUs } }) => ({
    round,
    latencyUs,
    withoutLagUs: latencyWithoutLagUs,
  }));
  return { kind: "measured", rate, ...percentilesOf(histograms) };
}

/** The histograms of one round. */
interface RoundHistograms {
  readonly round: number;
  readonly latencyUs: string;
  readonly withoutLagUs: string;
}

function percentilesOf(rounds: readonly RoundHistograms[]): Omit<KindSummary, "name"> {
  const p50Us = percentileOverRounds(rounds, 50);
  const p99Us = percentileOverRounds(rounds, 99);
  return { ...(p50Us && { p50Us }), ...(p99Us && { p99Us }) };
}

function percentileOverRounds(
  rounds: readonly RoundHistograms[],
  percent: 50 | 99,
): PercentileSummary | undefined {
  const known = rounds.flatMap(({ round, latencyUs, withoutLagUs }) => {
    const value = percentileOfLatency(latencyUs, percent);
    const without = percentileOfLatency(withoutLagUs, percent);
    return value === undefined ? [] : [{ round, value, without: without ?? value }];
  });
  if (known.length === 0) return undefined;
  const values = known.map(({ value }) => value);
  return {
    medianUs: microseconds(median(values)),
    lowUs: microseconds(Math.min(...values)),
    highUs: microseconds(Math.max(...values)),
    withoutLagUs: microseconds(median(known.map(({ without }) => without))),
    byRound: Object.fromEntries(known.map(({ round, value }) => [round, value])),
  };
}
