import { readFileSync } from "node:fs";
import { join } from "node:path";
import { milliseconds } from "@rowbench/shared/contract";
import { runProgram } from "./program.ts";

/** What of a working tree goes into an image, and what that is called. */
export interface Revision {
  /** Such as `0.1.0`. */
  readonly version: string;
  /** The commit, with `-dirty` where tracked files differ from it. */
  readonly revision: string;
  /** Tracked files that are there, by their paths in the repository. */
  readonly tracked: readonly string[];
  /** How many files git neither tracks nor ignores. */
  readonly untrackedCount: number;
}

const gitLimit = milliseconds(30_000);

/** Reads it from git. Throws IMAGE_FAILED where `root` is no repository of git. */
export async function readRevision(root: string, signal: AbortSignal): Promise<Revision> {
  const git = (...words: readonly string[]): Promise<string> =>
    runProgram({ file: "git", words, folder: root, limit: gitLimit, signal });
  const commit = (await git("rev-parse", "HEAD")).trim();
  const isDirty = (await git("status", "--porcelain", "--untracked-files=no")) !== "";
  const deleted = new Set(pathsIn(await git("ls-files", "-z", "--deleted")));
  const tracked = pathsIn(await git("ls-files", "-z")).filter((path) => !deleted.has(path));
  const untracked = pathsIn(await git("ls-files", "-z", "--others", "--exclude-standard"));
  return {
    version: JSON.parse(readFileSync(join(root, "bench/package.json"), "utf8")).version,
    revision: isDirty ? `${commit}-dirty` : commit,
    tracked,
    untrackedCount: untracked.length,
  };
}

function pathsIn(output: string): readonly string[] {
  return output.split("\0").filter((path) => path !== "");
}
