import { type Microseconds, microseconds } from "@rowbench/shared/contract";
import { mergeHistograms, summarizeHistogram } from "../../statistics/histogram.ts";
import type { ExperimentHeader, ExperimentRecord, SliceRecord } from "../records/records.ts";
import { judgeControls } from "./controls.ts";
import type { Trust } from "./summary.ts";
import { warmingOf } from "./warming.ts";

/** Whether an experiment may be believed: its controls, its refusals, what disturbed it. */
export function trustOf({ plan }: ExperimentHeader, records: readonly ExperimentRecord[]): Trust {
  const slices = records.filter((one): one is SliceRecord => one.kind === "slice");
  const counting = slices.filter(({ refusals }) => refusals.length === 0);
  const share = (name: "foreign" | "steal") =>
    Math.max(0, ...counting.map(({ cpu }) => cpu?.shares[name] ?? 0));
  const unchecked = slices.flatMap(({ statements }) =>
    "unavailable" in statements ? [statements.unavailable] : [],
  )[0];
  const controls = plan.controls && judgeControls(plan.controls, plan, records);
  const warming = warmingOf(records);
  return {
    kind: controls?.kind ?? "without controls",
    controls: controls?.sentences ?? [],
    refusals: countRefusals(slices),
    slices: slices.length,
    repeats: slices.filter(({ attempt }) => attempt > 1).length,
    foreignShare: share("foreign"),
    stealShare: share("steal"),
    generatorLagP99Us: generatorLag(counting),
    ...(warming !== undefined && { warming }),
    ...(unchecked !== undefined && { queriesUnchecked: unchecked }),
  };
}

function countRefusals(slices: readonly SliceRecord[]): Readonly<Record<string, number>> {
  const gates = slices.flatMap(({ refusals }) => refusals.map(({ gate }) => gate));
  return Object.fromEntries(
    [...new Set(gates)].map((gate) => [gate, gates.filter((one) => one === gate).length]),
  );
}

function generatorLag(slices: readonly SliceRecord[]): Microseconds {
  const lags = slices.flatMap(({ result }) =>
    result.kind === "open" ? [result.lagUs.generator] : [],
  );
  return microseconds(lags.length === 0 ? 0 : summarizeHistogram(mergeHistograms(lags)).p99Us);
}
