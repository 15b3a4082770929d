import type { ExperimentRecord } from "./records.ts";
import type { ExperimentSummary, LoadSummary } from "./summary.ts";

/**
 * What an experiment came to. Slices that the machine spoilt are no failure of the run, nor is a
 * row without figures as long as its reason stands there; a server whose answers were wrong is.
 */
export function outcomeOf(
  loads: readonly LoadSummary[],
  records: readonly ExperimentRecord[],
): ExperimentSummary["outcome"] {
  const isWrong = records.some(
    (one) => one.kind === "slice" && one.refusals.some(({ kind }) => kind === "wrong"),
  );
  if (isWrong) return "wrong answers";
  const hasRows = loads.some(({ ranked, refused }) => ranked.length + refused.length > 0);
  const hasFigures = loads.some(({ ranked }) => ranked.length > 0);
  const isDisturbed = records.some(
    (one) => one.kind === "slice" && one.refusals.some(({ kind }) => kind === "disturbed"),
  );
  return hasFigures || (hasRows && isDisturbed) ? "table" : "nothing measured";
}
