import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { type Bytes, bytes, type Microseconds, microseconds } from "@rowbench/shared/contract";

/** What a process has used: CPU time since its start, resident memory now. */
export interface ProcessUsage {
  readonly pid: number;
  readonly cpuUs: Microseconds;
  readonly rssBytes: Bytes;
}

const run = promisify(execFile);

/**
 * By `ps`, for systems without `/proc`. It prints CPU time as [[days-]hours:]minutes:seconds
 * [.hundredths] and memory in kB. Rejects for a process that is gone.
 */
export async function usageFromPs(pid: number): Promise<ProcessUsage> {
  const { stdout } = await run("ps", ["-o", "time=,rss=", "-p", String(pid)]);
  const [time = "", rss = ""] = stdout.trim().split(/\s+/);
  const cpuUs = microseconds(parseCpuTime(time) * 1e6);
  return { pid, cpuUs, rssBytes: bytes(Number(rss) * 1024) };
}

/** Seconds of a CPU time as `ps` prints it. */
export function parseCpuTime(text: string): number {
  const [clock = "", days = "0"] = text.split("-").reverse();
  const seconds = clock.split(":").reduce((total, part) => total * 60 + Number(part), 0);
  return Number(days) * 86_400 + seconds;
}
