import { readdirSync, readFileSync } from "node:fs";

/** One process as `/proc` shows it. */
export interface ProcessEntry {
  readonly pid: number;
  readonly parent: number;
  /** Its program's name, up to 15 characters. */
  readonly name: string;
  /** CPU time since its start in ticks of 10 ms, all threads. */
  readonly ticks: number;
}

/** USER_HZ is 100 on every Linux that Node.js supports (time(7)). */
export const microsecondsPerTick = 10_000;

/**
 * Every process of the machine; empty where there is no `/proc`. Read at once and not file by file
 * in turns with other work: what is counted from is one moment.
 */
export function readProcessTable(): ReadonlyMap<number, ProcessEntry> {
  const entries = processIds().flatMap((pid) => {
    const entry = readEntry(pid);
    return entry === undefined ? [] : [[pid, entry] as const];
  });
  return new Map(entries);
}

function processIds(): readonly number[] {
  try {
    return readdirSync("/proc")
      .filter((name) => /^\d+$/.test(name))
      .map(Number);
  } catch {
    return [];
  }
}

/**
 * proc_pid_stat(5): pid (name) state ppid …, utime and stime are the 14th and 15th. The name may
 * hold spaces and parentheses. A process that has ended meanwhile has no entry.
 */
function readEntry(pid: number): ProcessEntry | undefined {
  const text = readText(`/proc/${pid}/stat`);
  if (text === undefined) return undefined;
  const name = text.slice(text.indexOf("(") + 1, text.lastIndexOf(")"));
  const columns = text.slice(text.lastIndexOf(")") + 2).split(" ");
  const ticks = Number(columns[11]) + Number(columns[12]);
  return { pid, parent: Number(columns[1]), name, ticks };
}

/** The text of a file of the kernel; undefined where it is not there. */
export function readText(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
