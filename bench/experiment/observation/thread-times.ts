import { readdirSync } from "node:fs";
import { readText } from "./process-table.ts";

/** What one thread has used since its start, in µs. */
export interface ThreadTime {
  readonly runningUs: number;
  /** Ready to run, and none of the processors was free for it. */
  readonly waitingUs: number;
}

/** Times of threads by their id. */
export type ThreadTimes = ReadonlyMap<string, ThreadTime>;

/**
 * The threads of these processes. `schedstat` counts nanoseconds for each thread, where `stat` counts
 * in ticks of 10 ms: too coarse for a window of a second. One that ended meanwhile has no entry.
 */
export function readThreadTimes(pids: readonly number[]): ThreadTimes {
  return new Map(
    pids.flatMap((pid) =>
      threadsOf(pid).flatMap((thread) => {
        const text = readText(`/proc/${pid}/task/${thread}/schedstat`);
        return text === undefined ? [] : [[`${pid}.${thread}`, parseThreadTime(text)] as const];
      }),
    ),
  );
}

/** What each thread used between two readings; one that is new began at nothing. */
export function threadTimesBetween(before: ThreadTimes, after: ThreadTimes): ThreadTimes {
  return new Map(
    [...after].map(([thread, { runningUs, waitingUs }]) => {
      const start = before.get(thread) ?? { runningUs: 0, waitingUs: 0 };
      const used = {
        runningUs: runningUs - start.runningUs,
        waitingUs: waitingUs - start.waitingUs,
      };
      return [thread, used];
    }),
  );
}

/** What each thread used in all of these times together. */
export function sumThreadTimes(all: readonly ThreadTimes[]): ThreadTimes {
  const sum = new Map<string, ThreadTime>();
  for (const [thread, { runningUs, waitingUs }] of all.flatMap((times) => [...times])) {
    const known = sum.get(thread) ?? { runningUs: 0, waitingUs: 0 };
    const joined = {
      runningUs: known.runningUs + runningUs,
      waitingUs: known.waitingUs + waitingUs,
    };
    sum.set(thread, joined);
  }
  return sum;
}

/** Time on a processor, of all threads together. */
export function totalRunningUs(times: ThreadTimes): number {
  return [...times.values()].reduce((sum, { runningUs }) => sum + runningUs, 0);
}

function threadsOf(pid: number): readonly string[] {
  try {
    return readdirSync(`/proc/${pid}/task`);
  } catch {
    return [];
  }
}

/** Documentation/scheduler/sched-stats.rst: nanoseconds on the processor, on the run queue, slices. */
function parseThreadTime(text: string): ThreadTime {
  const [running = 0, waiting = 0] = text.split(" ").map(Number);
  return { runningUs: running / 1000, waitingUs: waiting / 1000 };
}
