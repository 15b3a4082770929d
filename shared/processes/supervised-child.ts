import type { ChildProcess } from "node:child_process";
import type { Readable } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";
import { type Milliseconds, milliseconds } from "../contract/index.ts";
import { isGroupAlive, killGroup } from "./process-group.ts";

/** How a child is asked to end. */
export type StopRequest = NodeJS.Signals | "disconnect";

/** What a supervisor must know of a child. */
export interface SuperviseOptions {
  /** Requests to end, made one after the other: SIGTERM by default. Then the child is killed. */
  readonly requests?: readonly StopRequest[];
  /** How long each request may take: 5 s by default. */
  readonly patience?: Milliseconds;
  /** It leads a process group (`detached`): what is left of that is killed with it. */
  readonly leadsGroup?: boolean;
  /** Somebody else reads its output; last lines are of its errors alone. */
  readonly isOutputRead?: boolean;
}

/**
 * How a child ended: at a request or by itself; so, but it left processes of its group behind,
 * which were killed; or it had to be killed.
 */
export type ChildEnding = "in order" | "left processes" | "killed";

/** A child process whose last words are kept, and which can be ended for certain. */
export interface SupervisedChild {
  readonly process: ChildProcess;
  /** 0 when it could not be started. */
  readonly pid: number;
  /** Resolves with `ending()` once it has ended and its last words are read; never rejects. */
  readonly ended: Promise<string>;
  /**
   * How it ended and its last lines: "exit code 1: out of memory", "signal SIGKILL", or why it
   * could not be started; `undefined` while it runs.
   */
  ending(): string | undefined;
  /** The last eight that it has written to streams that this process reads. */
  lastLines(): readonly string[];
  /** Resolves once it is gone, and its group with it. */
  stop(): Promise<ChildEnding>;
}

const keptLines = 8;
const keptCharacters = 4000;
/** A process that the child has started may keep its streams open. */
const lastWordsLimitMs = 250;

/** To be called right after the child was spawned or forked, before it can end. */
export function superviseChild(
  child: ChildProcess,
  options: SuperviseOptions = {},
): SupervisedChild {
  const { stdout, stderr } = child;
  const lastLines = keepLastLines(options.isOutputRead ? [stderr] : [stdout, stderr]);
  let failure: string | undefined;
  child.once("error", ({ message }) => {
    if (child.pid === undefined) failure = message;
  });
  const ending = (): string | undefined => {
    const how = failure ?? howEnded(child);
    if (how === undefined) return undefined;
    return [how, lastLines().join(" | ")].filter((part) => part !== "").join(": ");
  };
  const ended = untilEnded(child).then(() => ending() ?? "");
  return {
    process: child,
    pid: child.pid ?? 0,
    ended,
    ending,
    lastLines,
    stop: () => stop(child, ended, options),
  };
}

function keepLastLines(streams: readonly (Readable | null)[]): () => readonly string[] {
  let text = "";
  for (const stream of streams) {
    stream?.on("data", (chunk: Buffer | string) => {
      text = (text + chunk).slice(-keptCharacters);
    });
  }
  return () =>
    text
      .split("\n")
      .filter((line) => line.trim() !== "")
      .slice(-keptLines);
}

function howEnded({ exitCode, signalCode }: ChildProcess): string | undefined {
  if (signalCode !== null) return `signal ${signalCode}`;
  return exitCode === null ? undefined : `exit code ${exitCode}`;
}

/** Not by the event "close": Node.js leaves it out when it was this side that disconnected. */
async function untilEnded(child: ChildProcess): Promise<void> {
  const streams = [child.stdout, child.stderr].filter((stream) => stream !== null);
  const silent = Promise.all(
    streams.map((stream) => new Promise<void>((resolve) => stream.once("close", resolve))),
  );
  await new Promise<void>((resolve) => {
    child.once("exit", () => resolve());
    // A signal or a message that could not be sent is an error, too, but no end.
    child.on("error", () => child.pid === undefined && resolve());
  });
  await Promise.race([silent, delay(lastWordsLimitMs, undefined, { ref: false })]);
}

async function stop(
  child: ChildProcess,
  ended: Promise<string>,
  { requests = ["SIGTERM"], patience = milliseconds(5000), leadsGroup = false }: SuperviseOptions,
): Promise<ChildEnding> {
  for (const request of requests) {
    if (hasEnded(child)) break;
    ask(child, request);
    await Promise.race([ended, delay(patience, undefined, { ref: false })]);
  }
  const isOrderly = hasEnded(child);
  if (!isOrderly) child.kill("SIGKILL");
  const group = leadsGroup ? child.pid : undefined;
  const hasLeft = group !== undefined && isGroupAlive(group);
  if (hasLeft) await killGroup(group);
  await ended;
  if (!isOrderly) return "killed";
  return hasLeft ? "left processes" : "in order";
}

function hasEnded(child: ChildProcess): boolean {
  return child.pid === undefined || howEnded(child) !== undefined;
}

function ask(child: ChildProcess, request: StopRequest): void {
  if (request !== "disconnect") child.kill(request);
  else if (child.connected) child.disconnect();
}
