import { type ChildProcess, spawn } from "node:child_process";
import { messageOf, RowbenchError } from "@rowbench/shared/contract";

/** Variables of a process, as `process.env` has them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What a program is run with. */
export interface ProgramOptions {
  readonly environment: Environment;
  readonly folder?: string;
  /** Ends the program and all that it started; the promise then rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/** How a program ended, and all that it wrote. */
export interface ProgramResult {
  /** Undefined when a signal ended it. */
  readonly exitCode: number | undefined;
  /** Such as `exit code 1` or `signal SIGKILL`. */
  readonly ending: string;
  readonly stdout: string;
  readonly stderr: string;
}

/** Enough for git to clean up after itself. npm was seen to take more than five seconds to end. */
const endLimitMs = 1000;

/** Runs a program to its end, whatever that is. Throws TREE_FAILED if it does not start. */
export async function runProgram(
  file: string,
  args: readonly string[],
  { environment, folder, signal }: ProgramOptions,
): Promise<ProgramResult> {
  signal?.throwIfAborted();
  // In a process group of its own: Ctrl-C in a terminal would end it in the middle of a removal.
  const child = spawn(file, args, {
    cwd: folder,
    env: environment,
    detached: true,
    windowsHide: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const abort = () => endGroup(child);
  signal?.addEventListener("abort", abort);
  try {
    const result = await ended(child, file);
    signal?.throwIfAborted();
    return result;
  } finally {
    signal?.removeEventListener("abort", abort);
  }
}

function ended(child: ChildProcess, file: string): Promise<ProgramResult> {
  return new Promise((resolve, reject) => {
    const stdout = collectText(child.stdout);
    const stderr = collectText(child.stderr);
    child.once("error", (error) => reject(startFailure(file, error)));
    child.once("close", (code, signalName) => {
      const ending = signalName === null ? `exit code ${code}` : `signal ${signalName}`;
      resolve({ exitCode: code ?? undefined, ending, stdout: stdout(), stderr: stderr() });
    });
  });
}

function collectText(stream: ChildProcess["stdout"]): () => string {
  let text = "";
  stream?.setEncoding("utf8").on("data", (chunk: string) => {
    text += chunk;
  });
  return () => text;
}

function startFailure(file: string, error: NodeJS.ErrnoException): RowbenchError {
  const isMissing = error.code === "ENOENT";
  const reason = isMissing ? "it is not on the PATH: install it" : messageOf(error);
  return new RowbenchError("TREE_FAILED", `\`${file}\` does not start: ${reason}`, {
    cause: error,
  });
}

function endGroup(child: ChildProcess): void {
  signalGroup(child, "SIGTERM");
  const timer = setTimeout(() => signalGroup(child, "SIGKILL"), endLimitMs);
  child.once("close", () => clearTimeout(timer));
}

function signalGroup(child: ChildProcess, name: NodeJS.Signals): void {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, name);
  } catch {
    // Windows has no process groups, and a group may have ended a moment ago.
    child.kill(name);
  }
}
