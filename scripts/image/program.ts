import { spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { type Milliseconds, RowbenchError } from "@rowbench/shared/contract";

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
  const { outputFile, signal } = start;
  signal.throwIfAborted();
  const file = outputFile === undefined ? undefined : openSync(outputFile, "w");
  try {
    return await run(start, file ?? "pipe");
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

function run(start: ProgramStart, output: number | "pipe"): Promise<string> {
  const { file, words, folder, limit, signal } = start;
  return new Promise((resolve, reject) => {
    const limits = AbortSignal.any([signal, AbortSignal.timeout(limit)]);
    const child = spawn(file, words, {
      cwd: folder,
      windowsHide: true,
      stdio: ["ignore", output, "pipe"],
    });
    const end = () => child.kill();
    limits.addEventListener("abort", end);
    const stdout = collect(child.stdout);
    const stderr = collect(child.stderr);
    child.once("error", (error: NodeJS.ErrnoException) => {
      limits.removeEventListener("abort", end);
      const reason = error.code === "ENOENT" ? "it is not on the PATH" : error.message;
      reject(failure(`\`${file}\` does not start: ${reason}`, error));
    });
    child.once("close", (code, signalName) => {
      limits.removeEventListener("abort", end);
      const name = `\`${[file, ...words.slice(0, 1)].join(" ")}\``;
      if (code === 0) resolve(stdout());
      else if (signal.aborted) reject(signal.reason);
      else if (limits.aborted) reject(failure(`${name} took longer than ${limit / 1000} s`));
      else
        reject(
          failure(`${name} failed: ${lastLines(stderr()) || (signalName ?? `exit code ${code}`)}`),
        );
    });
  });
}

function collect(stream: NodeJS.ReadableStream | null): () => string {
  let text = "";
  stream?.setEncoding("utf8").on("data", (chunk: string) => {
    text += chunk;
  });
  return () => text;
}

function lastLines(text: string): string {
  const lines = text.split(/[\r\n]+/).map((line) => line.trim());
  return lines
    .filter((line) => line !== "")
    .slice(-shownLines)
    .join(" | ");
}

function failure(message: string, cause?: Error): RowbenchError {
  return new RowbenchError("IMAGE_FAILED", message, { cause });
}
