import { type Microseconds, requestsPerSecond } from "@rowbench/shared/contract";
import type { OpenLoopResult } from "../../load/index.ts";
import { summarizeHistogram } from "../../statistics/histogram.ts";
import type { Load } from "../records/load.ts";
import type { SliceRecord } from "../records/records.ts";
import { countingSlices } from "./figures.ts";
import { isSaturated } from "./saturation.ts";
import type { ObjectiveSummary } from "./summary.ts";

/** Share of the requests that must have been answered correctly. */
const correctShare = 0.999;

/** Whether a rate meets the objective: P99 within the limit, and nearly everything correct. */
export function meetsObjective(result: OpenLoopResult, p99LimitUs: Microseconds): boolean {
  const { correct, offered, latencyUs } = result;
  if (correct < correctShare * offered || isSaturated(result)) return false;
  return summarizeHistogram(latencyUs).p99Us <= p99LimitUs;
}

/**
 * The highest rate that meets the objective, from all rates that were tried: the middle between the
 * highest rate below which nothing missed and the lowest above which nothing passed, on a
 * logarithmic scale. Undefined where none was tried.
 */
export function objectiveOf(
  slices: readonly SliceRecord[],
  { name, paces }: Load,
): ObjectiveSummary | undefined {
  const pace = paces.find((one) => one.name === "objective");
  if (pace?.name !== "objective") return undefined;
  const trials = countingSlices(slices, name, "objective").flatMap(({ result }) =>
    result.kind === "open"
      ? [{ rate: result.offeredRate, passed: meetsObjective(result, pace.p99LimitUs) }]
      : [],
  );
  if (trials.length === 0) return undefined;
  const missed = trials.filter(({ passed }) => !passed).map(({ rate }) => rate);
  const passed = trials.filter((trial) => trial.passed).map(({ rate }) => rate);
  const firstMiss = Math.min(...missed);
  const below = Math.max(0, ...passed.filter((rate) => rate < firstMiss));
  const above = Math.min(...missed.filter((rate) => rate > Math.max(0, ...passed)));
  const [low, high] = [Math.min(below, above), Math.max(below, above)].map((rate) =>
    Number.isFinite(rate) ? rate : Math.max(...passed),
  ) as [number, number];
  return {
    p99LimitUs: pace.p99LimitUs,
    rate: requestsPerSecond(low === 0 ? 0 : Math.sqrt(low * high)),
    low: requestsPerSecond(low),
    high: requestsPerSecond(high),
  };
}
