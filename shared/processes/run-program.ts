import { type ChildProcess, spawn } from "node:child_process";
import { type Milliseconds, messageOf, milliseconds } from "../contract/index.ts";
import { endGroup, signalGroup } from "./process-group.ts";

/** Variables of a process, as `process.env` has them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What a program is run with. */
export interface ProgramOptions {
  /** Its variables; those of this process when absent. */
  readonly environment?: Environment;
  readonly folder?: string;
  /** What it reads; nothing when absent. */
  readonly input?: string;
  /** The file descriptor that its standard output goes to, in place of the result. */
  readonly output?: number;
  /** It is ended after that time. */
  readonly limit?: Milliseconds;
  /** Ends the program and all that it started; the promise then rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/** How a program ended, and all that it wrote. */
export interface ProgramResult {
  readonly kind: "ended";
  /** Undefined when a signal ended it. */
  readonly exitCode: number | undefined;
  /** Such as `exit code 1` or `signal SIGKILL`. */
  readonly ending: string;
  readonly stdout: string;
  readonly stderr: string;
}

/** It ended by itself, it was ended at the limit, or it never began. */
export type ProgramOutcome =
  | ProgramResult
  | { readonly kind: "late" }
  | { readonly kind: "not started"; readonly reason: string };

/** Enough for git to clean up after itself. npm was seen to take more than five seconds to end. */
const endLimit = milliseconds(1000);

/** Runs a program of the PATH to its end, whatever that is. Rejects with the signal's reason alone. */
export async function runProgram(
  file: string,
  args: readonly string[],
  { environment = process.env, folder, input, output, limit, signal }: ProgramOptions = {},
): Promise<ProgramOutcome> {
  signal?.throwIfAborted();
  // In a process group of its own: Ctrl-C in a terminal would end it in the middle of a removal.
  const child = spawn(file, args, {
    cwd: folder,
    env: environment,
    detached: true,
    windowsHide: true,
    stdio: [input === undefined ? "ignore" : "pipe", output ?? "pipe", "pipe"],
  });
  // One that ends before it has read its input is told of by its exit code.
  child.stdin?.on("error", () => {}).end(input);
  const late = limit === undefined ? undefined : AbortSignal.timeout(limit);
  let groupEnded: Promise<void> | undefined;
  const end = () => {
    groupEnded ??= endAll(child);
  };
  for (const reason of [signal, late]) reason?.addEventListener("abort", end);
  try {
    const outcome = await ended(child);
    await groupEnded;
    signal?.throwIfAborted();
    return late?.aborted ? { kind: "late" } : outcome;
  } finally {
    for (const reason of [signal, late]) reason?.removeEventListener("abort", end);
  }
}

function ended(child: ChildProcess): Promise<ProgramOutcome> {
  return new Promise((resolve) => {
    const stdout = collectText(child.stdout);
    const stderr = collectText(child.stderr);
    child.once("error", (error) => resolve({ kind: "not started", reason: whyNot(error) }));
    child.once("close", (code, signalName) => {
      const ending = signalName === null ? `exit code ${code}` : `signal ${signalName}`;
      const exitCode = code ?? undefined;
      resolve({ kind: "ended", exitCode, ending, stdout: stdout(), stderr: stderr() });
    });
  });
}

/** What a stream has carried; only its last characters, where so many are kept. */
export function collectText(
  stream: ChildProcess["stdout"],
  kept = Number.POSITIVE_INFINITY,
): () => string {
  let text = "";
  stream?.setEncoding("utf8").on("data", (chunk: string) => {
    text = (text + chunk).slice(-kept);
  });
  return () => text;
}

function whyNot(error: NodeJS.ErrnoException): string {
  return error.code === "ENOENT" ? "it is not on the PATH: install it" : messageOf(error);
}

/** Its first process may end long before the others do. */
async function endAll(child: ChildProcess): Promise<void> {
  signalChildGroup(child, "SIGTERM");
  if (child.pid !== undefined) await endGroup(child.pid, endLimit);
}

/** Signals a child that leads a process group, and all of the group; the child alone where it has none. */
export function signalChildGroup(child: ChildProcess, name: NodeJS.Signals): void {
  if (child.pid !== undefined && !signalGroup(child.pid, name)) child.kill(name);
}
