import { resolve } from "node:path";
import { RowbenchError } from "@rowbench/shared/contract";
import { readRecords } from "../results/records/read-records.ts";
import { compareRuns, type RunsComparison } from "../results/summary/compare-runs.ts";
import { withFittingRecords } from "../results/summary/read-experiment.ts";

/**
 * Two finished runs beside each other, by their folders. Throws RESULTS_UNLIKE for runs that cannot
 * be compared, unless that was asked for.
 */
export function readComparison(
  before: string,
  after: string,
  { anyway = false }: { readonly anyway?: boolean },
): RunsComparison {
  const [first, second] = [readRecords(resolve(before)), readRecords(resolve(after))];
  const comparison = withFittingRecords("these runs hold", () => compareRuns(first, second));
  const { differences } = comparison;
  if (differences.length > 0 && !anyway)
    throw new RowbenchError(
      "RESULTS_UNLIKE",
      `these runs cannot be compared: they differ in ${differences.join("; ")}. --anyway does it all the same`,
    );
  return comparison;
}
