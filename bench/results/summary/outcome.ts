import type { ExperimentRecord, SliceRecord } from "../records/records.ts";
import type { ExperimentSummary, LoadSummary } from "./summary.ts";

/**
 * What an experiment came to. Slices that the machine spoilt, and those of servers that were too slow
 * for some requests, are no failure of the run as long as a table shows what they were; a server
 * whose answers were wrong is.
 */
export function outcomeOf(
  loads: readonly LoadSummary[],
  records: readonly ExperimentRecord[],
): ExperimentSummary["outcome"] {
  const isWrong = records.some(
    (one) =>
      one.kind === "slice" &&
      one.refusals.some(
        ({ kind, gate }) => kind === "wrong" && !(gate === "failures" && isLate(one)),
      ),
  );
  if (isWrong) return "wrong answers";
  const hasTable = loads.some(({ ranked, disturbed }) => ranked.length + disturbed.length > 0);
  return hasTable ? "table" : "nothing measured";
}

/**
 * Whether nothing was wrong with it but that some requests had no answer within their time, which the
 * server may have said itself. Older records count 503 among other statuses.
 */
function isLate({ result: { failures } }: SliceRecord): boolean {
  const { timeout, unavailable = 0, ...others } = failures;
  return timeout + unavailable > 0 && Object.values(others).every((count) => count === 0);
}
