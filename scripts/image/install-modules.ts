import { milliseconds } from "@rowbench/shared/contract";
import { runProgram } from "./program.ts";

const installLimit = milliseconds(600_000);

/** Installs what the lockfile names for running, for Linux with glibc, whatever this machine is. */
export async function installModules(
  folder: string,
  architecture: string,
  signal: AbortSignal,
): Promise<void> {
  const platform = ["--os=linux", `--cpu=${architecture}`, "--libc=glibc"];
  const words = ["ci", "--omit=dev", "--include=optional", "--ignore-scripts", ...platform];
  const quiet = ["--no-audit", "--no-fund", "--loglevel=error"];
  await runProgram({
    file: "npm",
    words: [...words, ...quiet],
    folder,
    limit: installLimit,
    signal,
  });
}
