import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { messageOf } from "@rowbench/shared/contract";
import { oneLine } from "../../../report/text/format.ts";

/** What a program printed, or why it did not. */
export type ProgramOutput =
  | { readonly kind: "printed"; readonly stdout: string }
  | { readonly kind: "unavailable"; readonly reason: string };

const run = promisify(execFile);
const longestOutputBytes = 64 * 2 ** 20;
const shownCharacters = 200;

/**
 * Runs a program that may not be installed, and ends it when it takes longer than `limitMs`.
 * Rejects with the signal's reason alone.
 */
export async function runProgram(
  program: string,
  programArguments: readonly string[],
  limitMs: number,
  signal: AbortSignal,
): Promise<ProgramOutput> {
  const options = { signal, timeout: limitMs, maxBuffer: longestOutputBytes };
  try {
    const { stdout } = await run(program, [...programArguments], options);
    return { kind: "printed", stdout };
  } catch (error) {
    signal.throwIfAborted();
    // EACCES: a folder of the PATH may not be looked into, and no other one has the program.
    const isMissing = ["ENOENT", "EACCES"].includes(String((error as NodeJS.ErrnoException).code));
    const failure = `failed: ${oneLine(messageOf(error)).slice(0, shownCharacters)}`;
    return { kind: "unavailable", reason: isMissing ? "not installed" : failure };
  }
}
