import { fitBlocks } from "../../statistics/blocks.ts";
import { compareAll } from "../../statistics/comparison.ts";
import { observedDetectable } from "../../statistics/detectable.ts";
import { noiseKindOf } from "../records/noise-kind.ts";
import type { ExperimentRecord, Plan } from "../records/records.ts";
import { observationsOf } from "./figures.ts";

/**
 * The ratio by which two series typically must differ so that these records tell them apart: the
 * largest over all loads. Infinite while nothing is known.
 */
export function toldRatio(plan: Plan, records: readonly ExperimentRecord[]): number {
  const kindOf = noiseKindOf(plan);
  const ratios = plan.loads.map(({ name }) => {
    const observations = observationsOf(records, name, "throughput");
    if (observations.length === 0) return undefined;
    return observedDetectable(compareAll(fitBlocks(observations), { kindOf }))?.typical;
  });
  return Math.max(...ratios.map((ratio) => ratio ?? Number.POSITIVE_INFINITY));
}
