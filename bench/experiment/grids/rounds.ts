import type { ExperimentRecord } from "../../results/records/records.ts";
import type { Series } from "../../results/records/series.ts";

/** Which series a round holds, and whether there is another one. */
export interface Rounds {
  /** The series of this round but for controls; none ends the experiment. */
  seriesOf(round: number, records: readonly ExperimentRecord[]): readonly Series[];
  /** Why it has told enough after these rounds; undefined while it goes on. */
  enough?(records: readonly ExperimentRecord[]): string | undefined;
}
