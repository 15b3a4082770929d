import {
  appendFileSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { basename, join } from "node:path";
import { messageOf, RowbenchError } from "@rowbench/shared/contract";
import type { RunHeader, RunRecord } from "./records.ts";

/** The files of one run: `results/<time>-<label>/`. */
export interface RunFolder {
  readonly path: string;
  /** Appends a line to `samples.ndjson`; it is on disk when this returns. */
  append(record: RunRecord): void;
}

/** Makes the folder, `run.json` and the first line of `samples.ndjson`. */
export function createRunFolder(resultsFolder: string, header: RunHeader): RunFolder {
  const time = header.startedAt.slice(0, 19).replaceAll(":", "-");
  const path = join(resultsFolder, `${time}-${header.label}`);
  mkdirSync(path, { recursive: true });
  const samples = join(path, "samples.ndjson");
  const append = (record: RunRecord) =>
    appendFileSync(samples, `${JSON.stringify(record)}\n`, { flush: true });
  writeFileSync(join(path, "run.json"), `${JSON.stringify(header, null, 2)}\n`);
  append(header);
  pointLatestAt(resultsFolder, path);
  return { path, append };
}

function pointLatestAt(resultsFolder: string, path: string): void {
  const link = join(resultsFolder, "latest");
  rmSync(link, { force: true });
  symlinkSync(basename(path), link);
}

/** Reads `samples.ndjson`. A last line that was cut off by a crash is left out. */
export function readRecords(folder: string): readonly RunRecord[] {
  const path = join(folder, "samples.ndjson");
  const lines = readText(path).split("\n").slice(0, -1);
  return lines.map((line, index) => parseRecord(line, `${path}:${index + 1}`));
}

function readText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    throw new RowbenchError("RESULTS_UNREADABLE", messageOf(cause), { cause });
  }
}

function parseRecord(line: string, place: string): RunRecord {
  try {
    return JSON.parse(line);
  } catch (cause) {
    throw new RowbenchError("RESULTS_UNREADABLE", `${place}: ${messageOf(cause)}`, { cause });
  }
}
