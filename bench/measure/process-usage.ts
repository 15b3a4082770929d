import { execFile } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { promisify } from "node:util";
import { type Bytes, bytes, type Microseconds, microseconds } from "@rowbench/shared/contract";

/** What processes have used: CPU time since each began, resident memory now. */
export interface ProcessUsage {
  readonly cpuUs: Microseconds;
  readonly rssBytes: Bytes;
}

const run = promisify(execFile);

/** The sum over these processes; one that is gone rejects, since its share would be lost. */
export async function processUsage(pids: readonly number[]): Promise<ProcessUsage> {
  const readOne = process.platform === "linux" ? usageFromProc : usageFromPs;
  const usages = await Promise.all(pids.map(readOne));
  return {
    cpuUs: microseconds(sum(usages.map(({ cpuUs }) => cpuUs))),
    rssBytes: bytes(sum(usages.map(({ rssBytes }) => rssBytes))),
  };
}

/**
 * `schedstat` counts nanoseconds for each thread, where `stat` counts in ticks of 10 ms: too
 * coarse for a slice of half a second.
 */
async function usageFromProc(pid: number): Promise<ProcessUsage> {
  const threads = await readdir(`/proc/${pid}/task`);
  const times = await Promise.all(threads.map((thread) => cpuNanoseconds(pid, thread)));
  const status = await readFile(`/proc/${pid}/status`, "utf8");
  const rssKilobytes = Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? 0);
  return { cpuUs: microseconds(sum(times) / 1000), rssBytes: bytes(rssKilobytes * 1024) };
}

/** A thread that ended between the listing and the reading counts nothing. */
async function cpuNanoseconds(pid: number, thread: string): Promise<number> {
  const text = await readFile(`/proc/${pid}/task/${thread}/schedstat`, "utf8").catch(() => "0");
  return Number(text.split(" ")[0]);
}

/** `ps` prints CPU time as [[days-]hours:]minutes:seconds[.hundredths] and memory in kB. */
async function usageFromPs(pid: number): Promise<ProcessUsage> {
  const { stdout } = await run("ps", ["-o", "time=,rss=", "-p", String(pid)]);
  const [time = "", rss = ""] = stdout.trim().split(/\s+/);
  return { cpuUs: microseconds(parseCpuTime(time) * 1e6), rssBytes: bytes(Number(rss) * 1024) };
}

/** Seconds of a CPU time as `ps` prints it. */
export function parseCpuTime(text: string): number {
  const [clock = "", days = "0"] = text.split("-").reverse();
  const seconds = clock.split(":").reduce((total, part) => total * 60 + Number(part), 0);
  return Number(days) * 86_400 + seconds;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
