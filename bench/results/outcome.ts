import type { ExperimentRecord } from "./records.ts";
import type { ExperimentSummary, LoadSummary } from "./summary.ts";

/**
 * What an experiment came to. Slices that the machine spoilt are no failure of the run as long as
 * a table shows what they were; a server whose answers were wrong is.
 */
export function outcomeOf(
  loads: readonly LoadSummary[],
  records: readonly ExperimentRecord[],
): ExperimentSummary["outcome"] {
  const isWrong = records.some(
    (one) => one.kind === "slice" && one.refusals.some(({ kind }) => kind === "wrong"),
  );
  if (isWrong) return "wrong answers";
  const hasTable = loads.some(({ ranked, disturbed }) => ranked.length + disturbed.length > 0);
  return hasTable ? "table" : "nothing measured";
}
