import { ChildProcess, spawn } from "node:child_process";
import { Socket } from "node:net";
import { type Milliseconds, milliseconds } from "../contract/index.ts";
import { type SupervisedChild, superviseChild } from "./supervised-child.ts";

/** A program to start. */
export interface TetheredStart {
  readonly program: string;
  readonly words: readonly string[];
  /** What it reads from its standard input; only the same user can see it. Nothing by default. */
  readonly input?: string;
  /** Whom it runs as, where that is somebody else. */
  readonly account?: { readonly uid: number; readonly gid: number } | undefined;
  /** How long it may take to end when it is asked to: 2 s by default. */
  readonly patience?: Milliseconds;
}

/** A program that ends with this process at the latest, however that ends. */
export interface TetheredProcess extends Pick<SupervisedChild, "process" | "pid" | "ended"> {
  /** This process may end while it runs. */
  letGo(): void;
  /** Ends it; resolves when it is gone. */
  stop(): Promise<void>;
}

/*
 * Beside the program, in its process group, waits a shell for the end of its standard input: a pipe
 * that the kernel closes however the program at the other end ends. Then it kills the group, whose
 * number nobody else can get as long as the shell is in it.
 */
const script = `
exec 3<&0
{ read -r line; kill -s KILL -- "-$$" || kill -s KILL "$$"; } <&3 >/dev/null 2>&1 &
exec "$0" "$@" 3<&- <<INPUT
$ROWBENCH_INPUT
INPUT
`;

/** Starts a program; not on Windows. */
export function startTethered(start: TetheredStart): TetheredProcess {
  const { program, words, input = "", account, patience = milliseconds(2000) } = start;
  const child = spawn("/bin/sh", ["-c", script, program, ...words], {
    ...account,
    cwd: "/",
    detached: true,
    // Only the same user can read it, unlike the arguments.
    env: { PATH: process.env.PATH, ROWBENCH_INPUT: input },
    stdio: ["pipe", "pipe", "pipe"],
  });
  const supervised = superviseChild(child, { patience, leadsGroup: true });
  const streams: readonly unknown[] = [child.stdin, child.stdout, child.stderr];
  const handles = [child, ...streams].filter(canBeReferenced);
  return {
    process: child,
    pid: supervised.pid,
    ended: supervised.ended,
    letGo: () => {
      for (const handle of handles) handle.unref();
    },
    async stop() {
      // Whoever waits for its end must live to see it.
      for (const handle of handles) handle.ref();
      await supervised.stop();
    },
  };
}

/** The pipes are sockets, whose type does not say so. */
function canBeReferenced(handle: unknown): handle is ChildProcess | Socket {
  return handle instanceof ChildProcess || handle instanceof Socket;
}
