import type { ChildProcess } from "node:child_process";
import type { Worker as Thread } from "node:worker_threads";
import { RowbenchError } from "../../contract/index.ts";
import { superviseChild } from "../../processes/index.ts";
import { drainLimitMs } from "./worker.ts";
import type { WorkerCommand, WorkerReport } from "./worker-messages.ts";

/** A worker as its launcher sees it, be it a process or a thread. */
export interface WorkerHandle {
  /** Resolves when it listens, rejects with its reason when it cannot or when it ends before. */
  readonly started: Promise<{ readonly id: string; readonly port: number }>;
  readonly pid: number;
  /** Resolves when it has ended, with how: "exit code 1". */
  readonly ended: Promise<string>;
  stopListening(): Promise<void>;
  /** Ends it in order; by force when it does not obey within its time. */
  close(): Promise<void>;
}

/** The few calls in which a process and a thread differ. */
interface Channel {
  readonly pid: number;
  readonly ended: Promise<string>;
  send(command: WorkerCommand): void;
  onReport(listener: (report: WorkerReport) => void): void;
  kill(): void;
}

/** More than a worker gives its answers in flight: one that takes longer does not obey. */
const closeLimitMs = drainLimitMs + 1000;

/** A child process that runs `worker-process.ts`. */
export function processHandle(child: ChildProcess): WorkerHandle {
  // It is asked to end by a command, not by a signal: see `close`.
  const { pid, ended } = superviseChild(child);
  return handleOf({
    pid,
    ended,
    // Without a callback a send to a worker that has just ended would be an uncaught error.
    send: (command) => void (child.connected && child.send(command, () => {})),
    onReport: (listener) => void child.on("message", listener),
    kill: () => void child.kill("SIGKILL"),
  });
}

/** A thread that runs `worker-thread.ts`. */
export function threadHandle(thread: Thread): WorkerHandle {
  let lastError = "";
  thread.on("error", (error) => {
    lastError = `, ${error.message}`;
  });
  return handleOf({
    pid: process.pid,
    ended: new Promise((resolve) => {
      thread.once("exit", (code) => resolve(`exit code ${code}${lastError}`));
    }),
    send: (command) => thread.postMessage(command),
    onReport: (listener) => void thread.on("message", listener),
    kill: () => void thread.terminate(),
  });
}

function handleOf(channel: Channel): WorkerHandle {
  const { pid, ended } = channel;
  return {
    pid,
    ended,
    started: startOf(channel),
    stopListening: () => stopListening(channel),
    close: () => close(channel),
  };
}

function startOf({ onReport, ended }: Channel): WorkerHandle["started"] {
  const { promise, resolve, reject } = Promise.withResolvers<{ id: string; port: number }>();
  onReport((report) => {
    if (report.kind === "listening") resolve(report);
    if (report.kind === "failed") reject(new RowbenchError(report.code, report.message));
  });
  void ended.then((how) => {
    reject(new RowbenchError("SERVER_START_FAILED", `a worker ended before it listened, ${how}`));
  });
  return promise;
}

async function stopListening({ send, onReport, ended }: Channel): Promise<void> {
  const stopped = new Promise<void>((resolve) => {
    onReport((report) => report.kind === "stopped-listening" && resolve());
  });
  send("stop-listening");
  await Promise.race([stopped, ended]);
}

async function close({ send, kill, ended }: Channel): Promise<void> {
  send("close");
  const timer = setTimeout(kill, closeLimitMs);
  await ended;
  clearTimeout(timer);
}
