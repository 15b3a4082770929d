import { closeSync, openSync } from "node:fs";
import { type Milliseconds, RowbenchError } from "@rowbench/shared/contract";
import { runProgram as run } from "@rowbench/shared/processes";

/** A program to run to its end. */
export interface ProgramStart {
  readonly file: string;
  readonly words: readonly string[];
  /** It is ended after that time. */
  readonly limit: Milliseconds;
  /** Ends it earlier. */
  readonly signal: AbortSignal;
  readonly folder?: string;
  /** Where its standard output goes, in place of the result. */
  readonly outputFile?: string;
}

/** How many lines of an ended program's errors are shown. */
const shownLines = 3;

/**
 * Runs a program and resolves with its standard output. Throws IMAGE_FAILED, with its last words,
 * when it is not there, ends with anything but 0, or takes too long; and the signal's reason.
 */
export async function runProgram(start: ProgramStart): Promise<string> {
  const { file, words, outputFile, ...options } = start;
  const output = outputFile === undefined ? undefined : openSync(outputFile, "w");
  try {
    const outcome = await run(file, words, { ...options, ...(output !== undefined && { output }) });
    if (outcome.kind === "not started")
      throw failure(`\`${file}\` does not start: ${outcome.reason}`);
    const name = `\`${[file, ...words.slice(0, 1)].join(" ")}\``;
    if (outcome.kind === "late") throw failure(`${name} took longer than ${start.limit / 1000} s`);
    if (outcome.exitCode === 0) return outcome.stdout;
    throw failure(`${name} failed: ${lastLines(outcome.stderr) || outcome.ending}`);
  } finally {
    if (output !== undefined) closeSync(output);
  }
}

function lastLines(text: string): string {
  const lines = text.split(/[\r\n]+/).map((line) => line.trim());
  return lines
    .filter((line) => line !== "")
    .slice(-shownLines)
    .join(" | ");
}

function failure(message: string): RowbenchError {
  return new RowbenchError("IMAGE_FAILED", message);
}
