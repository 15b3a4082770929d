import { messageOf, RowbenchError } from "@rowbench/shared/contract";
import { readRecords } from "../records/read-records.ts";
import type { ExperimentRecord } from "../records/records.ts";
import { summarizeExperiment } from "./summarize.ts";
import type { ExperimentSummary } from "./summary.ts";

/** An experiment with the records that its summary is computed from. */
export interface ReadExperiment {
  readonly summary: ExperimentSummary;
  readonly records: readonly ExperimentRecord[];
}

/**
 * Reads and summarizes the experiment in a folder. Throws RESULTS_UNREADABLE where there is none, and
 * where its records can be read but do not fit together: somebody edited them, or a disk lost some.
 */
export function readExperiment(folder: string): ReadExperiment {
  const read = readRecords(folder);
  const summarize = () => ({ summary: summarizeExperiment(read), records: read.records });
  return withFittingRecords(`\`${folder}\` holds`, summarize);
}

/**
 * What is computed from records that could be read, one by one. Throws RESULTS_UNREADABLE where they
 * do not fit together; `who` begins the sentence.
 */
export function withFittingRecords<Result>(who: string, compute: () => Result): Result {
  try {
    return compute();
  } catch (cause) {
    const message = `${who} records that do not fit together: ${messageOf(cause)}`;
    throw new RowbenchError("RESULTS_UNREADABLE", message, { cause });
  }
}
