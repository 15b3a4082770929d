import { readText } from "./process-table.ts";

/** Ticks that all processors spent since the start of the machine. */
export interface ProcessorTicks {
  readonly idle: number;
  readonly steal: number;
  readonly total: number;
}

/** Reads `/proc/stat`; undefined on systems that have none. */
export function readProcessorTicks(): ProcessorTicks | undefined {
  const text = readText("/proc/stat");
  return text === undefined ? undefined : parseProcessorTicks(text);
}

/**
 * The `cpu` line: user, nice, system, idle, iowait, irq, softirq, steal, guest, guest_nice
 * (proc_stat(5)). The two guest columns are contained in user and nice.
 */
export function parseProcessorTicks(text: string): ProcessorTicks {
  const [, ...columns] = (text.split("\n")[0] ?? "").trim().split(/\s+/);
  const ticks = columns.slice(0, 8).map(Number);
  const [, , , idle = 0, iowait = 0, , , steal = 0] = ticks;
  return { idle: idle + iowait, steal, total: ticks.reduce((sum, value) => sum + value, 0) };
}

/**
 * Time in µs for which the control group of this process was kept from its processors, since it
 * was made (cgroup v2, `cpu.stat`); 0 where nothing limits it.
 */
export function readThrottledUs(): number {
  const path = /^0::(.*)$/m.exec(readText("/proc/self/cgroup") ?? "")?.[1];
  const text = path === undefined ? undefined : readText(`/sys/fs/cgroup${path}/cpu.stat`);
  return Number(/^throttled_usec (\d+)$/m.exec(text ?? "")?.[1] ?? 0);
}
