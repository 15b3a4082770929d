import { basename } from "node:path";
import { RowbenchError } from "@rowbench/shared/contract";
import { type ReadRecords, readRecords } from "../../results/records/read-records.ts";
import type { ExperimentHeader, ExperimentRecord } from "../../results/records/records.ts";
import { hasWaits } from "../../results/records/workload.ts";
import { type FigureName, observationsOf } from "../../results/summary/figures.ts";
import type { Observation } from "../../statistics/blocks.ts";

/** A finished experiment, of which one load is looked at. */
export interface Recording {
  /** Name of its folder. */
  readonly name: string;
  /** Of finished rounds, the hidden controls left out. */
  readonly records: readonly ExperimentRecord[];
  /** The first load whose requests do not wait, which scatter less. */
  readonly load: string;
  readonly rounds: number;
  /** All that was read. */
  readonly read: ReadRecords;
}

const fewestRounds = 2;

/** Reads the folder of an experiment; throws RESULTS_UNREADABLE, also for one without two rounds. */
export function readRecording(folder: string): Recording {
  return recordingOf(basename(folder), readRecords(folder));
}

/** The same of what was read; throws RESULTS_UNREADABLE for fewer than two rounds. */
export function recordingOf(name: string, read: ReadRecords): Recording {
  const { header, records } = read;
  const finished = new Set(records.flatMap((one) => (one.kind === "round" ? [one.round] : [])));
  if (finished.size < fewestRounds)
    throw new RowbenchError(
      "RESULTS_UNREADABLE",
      `\`${name}\` has \`${finished.size}\` finished rounds, needed: ${fewestRounds} or more`,
    );
  const added = new Set(header.plan.controls?.added);
  const own = records.filter(
    (one) =>
      (!("round" in one) || finished.has(one.round)) &&
      (!("series" in one) || !added.has(one.series)),
  );
  return { name, records: own, load: loadToLookAt(header), rounds: finished.size, read };
}

/** A figure of every start that counts. */
export function figureIn({ records, load }: Recording, name: FigureName): readonly Observation[] {
  return observationsOf(records, load, name);
}

function loadToLookAt({ plan: { loads } }: ExperimentHeader): string {
  const busy = loads.find(({ workload }) => !hasWaits(workload));
  return (busy ?? loads[0])?.name ?? "";
}
