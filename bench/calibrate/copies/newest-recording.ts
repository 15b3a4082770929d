import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { readJson } from "../../results/records/json-file.ts";
import type { ExperimentHeader } from "../../results/records/records.ts";
import { headerFile } from "../../results/records/results-folder.ts";
import { seriesKey } from "../../results/records/series.ts";
import { type Recording, readRecording } from "./recording.ts";

/** So many series make a ranking whose noise is worth a replay. */
export const fewestSeries = 12;

/** Whether it is a ranking of many cells, the hidden controls not counted. */
export function isLargeRanking({ view, plan }: ExperimentHeader): boolean {
  const added = plan.controls?.added ?? [];
  const shown = plan.series.filter((one) => !added.includes(seriesKey(one)));
  return view.kind === "ranking" && shown.length >= fewestSeries;
}

/** Whether it compares pairs that were named beforehand. */
export function isComparison({ view }: ExperimentHeader): boolean {
  return view.kind === "comparison";
}

/**
 * The newest experiment of a kind in a folder of results, by the times in the names of its folders;
 * undefined where there is none. Folders that cannot be read are passed over.
 */
export function newestRecording(
  root: string,
  isWanted: (header: ExperimentHeader) => boolean,
): Recording | undefined {
  if (!existsSync(root)) return undefined;
  const folders = readdirSync(root, { withFileTypes: true })
    // `latest` is a link to one of the others.
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort()
    .reverse();
  for (const name of folders) {
    const folder = join(root, name);
    const recording = headerFits(folder, isWanted) ? tryToRead(folder) : undefined;
    if (recording !== undefined) return recording;
  }
  return undefined;
}

/** By the small `run.json`: samples may be many megabytes. */
function headerFits(folder: string, isWanted: (header: ExperimentHeader) => boolean): boolean {
  try {
    const header = readJson<ExperimentHeader>(join(folder, headerFile));
    return header?.kind === "experiment" && isWanted(header);
  } catch {
    return false;
  }
}

function tryToRead(folder: string): Recording | undefined {
  try {
    return readRecording(folder);
  } catch {
    return undefined;
  }
}
