import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { readJson } from "../../results/records/json-file.ts";
import type { ExperimentHeader } from "../../results/records/records.ts";
import { headerFile } from "../../results/records/results-folder.ts";
import { seriesKey } from "../../results/records/series.ts";
import { type Recording, readRecording } from "./recording.ts";

/**
 * The newest ranking of at least so many series in a folder of results, by the times in the names
 * of its folders; undefined where there is none. Folders that cannot be read are passed over.
 */
export function newestRanking(root: string, fewestSeries: number): Recording | undefined {
  if (!existsSync(root)) return undefined;
  const folders = readdirSync(root, { withFileTypes: true })
    // `latest` is a link to one of the others.
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort()
    .reverse();
  for (const name of folders) {
    const folder = join(root, name);
    const recording = isLargeRanking(folder, fewestSeries) ? tryToRead(folder) : undefined;
    if (recording !== undefined) return recording;
  }
  return undefined;
}

/** By the small `run.json`: samples may be many megabytes. */
function isLargeRanking(folder: string, fewestSeries: number): boolean {
  try {
    const header = readJson<ExperimentHeader>(join(folder, headerFile));
    if (header?.kind !== "experiment" || header.view.kind !== "ranking") return false;
    const added = header.plan.controls?.added ?? [];
    const shown = header.plan.series.filter((one) => !added.includes(seriesKey(one)));
    return shown.length >= fewestSeries;
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
