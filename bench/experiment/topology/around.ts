import { chownSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { RowbenchError } from "@rowbench/shared/contract";
import { findFreePort, type TetheredProcess } from "@rowbench/shared/processes";
import { accepts } from "../cells/accepts.ts";

/** A program that stands around a server, while it runs. */
export interface Around {
  /** Where it listens. */
  readonly port: number;
  /** Its first process; what else it has are that one's children. */
  readonly leader: number;
  /** Ends it; resolves when it is gone. */
  stop(): Promise<void>;
}

/** What is to be started. */
export interface AroundStart {
  /** Shown when it does not start. */
  readonly name: string;
  /** The address that it listens on; 127.0.0.1 when absent. */
  readonly host?: string;
  /** Whom its folder belongs to, where that is somebody else. */
  readonly account?: { readonly uid: number; readonly gid: number } | undefined;
  /** Starts it on that port, with a folder of its own. */
  start(folder: string, port: number): TetheredProcess;
}

const attempts = 5;
const startLimitMs = 10_000;
const lookMs = 10;

/**
 * Starts a program on a free port of its address and waits until it accepts connections there. Throws
 * SERVER_START_FAILED with its last words.
 */
export async function startAround({ name, host, account, start }: AroundStart): Promise<Around> {
  const folder = mkdtempSync(join(tmpdir(), `rowbench-${name.toLowerCase()}-`));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  if (account !== undefined) chownSync(folder, account.uid, account.gid);
  try {
    const { port, program } = await onFreePort(name, host, (own) => start(folder, own));
    const stop = async () => {
      await program.stop();
      remove();
    };
    return { port, leader: program.pid, stop };
  } catch (error) {
    remove();
    throw error;
  }
}

async function onFreePort(
  name: string,
  host: string | undefined,
  start: (port: number) => TetheredProcess,
) {
  for (let attempt = 1; ; attempt += 1) {
    const port = await findFreePort();
    const program = start(port);
    if (await isAccepting(port, host, program)) return { port, program };
    await program.stop();
    const ending = await program.ended;
    // Another program may have taken the port between the search and the start.
    if (attempt < attempts && /already in use/i.test(ending)) continue;
    throw new RowbenchError("SERVER_START_FAILED", `${name} did not start, ${ending}`);
  }
}

async function isAccepting(
  port: number,
  host: string | undefined,
  { ended }: TetheredProcess,
): Promise<boolean> {
  let hasEnded = false;
  void ended.then(() => {
    hasEnded = true;
  });
  const until = performance.now() + startLimitMs;
  while (!hasEnded && performance.now() < until) {
    if (await accepts(port, host)) return true;
    await delay(lookMs);
  }
  return false;
}
