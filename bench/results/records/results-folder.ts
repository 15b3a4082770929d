import { appendFileSync, mkdirSync, rmSync, statfsSync, symlinkSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { RowbenchError } from "@rowbench/shared/contract";
import type { ExperimentHeader, ExperimentRecord } from "./records.ts";

/** The files of one experiment: `results/<time>-<label>/`. */
export interface ResultsFolder {
  readonly path: string;
  /**
   * Appends a line to `samples.ndjson`; it is on disk when this returns. Throws RESULTS_UNWRITABLE
   * when the disk is full, with what was written before left whole.
   */
  append(record: ExperimentRecord): void;
}

export const samplesFile = "samples.ndjson";
export const headerFile = "run.json";

/** Makes the folder, `run.json` and the first line of `samples.ndjson`. */
export function createResultsFolder(root: string, header: ExperimentHeader): ResultsFolder {
  const path = makeFolder(root, header);
  const samples = join(path, samplesFile);
  const append = (record: ExperimentRecord) =>
    writing(path, () => appendFileSync(samples, `${JSON.stringify(record)}\n`, { flush: true }));
  writing(path, () =>
    writeFileSync(join(path, headerFile), `${JSON.stringify(header, null, 2)}\n`),
  );
  append(header);
  pointLatestAt(root, path);
  return { path, append };
}

/** Two experiments of the same second get folders of their own. */
function makeFolder(root: string, { startedAt, label }: ExperimentHeader): string {
  const name = `${startedAt.slice(0, 19).replaceAll(":", "-")}-${label}`;
  writing(root, () => mkdirSync(root, { recursive: true }));
  for (let copy = 1; ; copy += 1) {
    const path = join(root, copy === 1 ? name : `${name}-${copy}`);
    try {
      mkdirSync(path);
      return path;
    } catch (error) {
      if (codeOf(error) !== "EEXIST") throw unwritable(root, error);
    }
  }
}

function pointLatestAt(root: string, path: string): void {
  const link = join(root, "latest");
  writing(root, () => {
    rmSync(link, { force: true });
    symlinkSync(basename(path), link);
  });
}

function writing(folder: string, write: () => void): void {
  try {
    write();
  } catch (error) {
    throw unwritable(folder, error);
  }
}

function unwritable(folder: string, cause: unknown): RowbenchError {
  const isFull = ["ENOSPC", "EDQUOT"].includes(codeOf(cause));
  const message = isFull
    ? `the disk of \`${folder}\` is full (${freeMegabytes(folder)} MB left): free some space there; what was measured before is kept`
    : `\`${folder}\` cannot be written: ${(cause as Error).message}`;
  return new RowbenchError("RESULTS_UNWRITABLE", message, { cause });
}

function freeMegabytes(folder: string): number {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return Math.floor((bavail * bsize) / 1e6);
  } catch {
    return 0;
  }
}

function codeOf(error: unknown): string {
  return String((error as NodeJS.ErrnoException).code);
}
