import { readdir, readFile } from "node:fs/promises";

/** Ticks that all processors spent since the start of the machine. */
export interface MachineUsage {
  readonly idle: number;
  readonly steal: number;
  readonly total: number;
}

/** Reads `/proc/stat`; undefined on systems that have none. */
export async function machineUsage(): Promise<MachineUsage | undefined> {
  const text = await readFile("/proc/stat", "utf8").catch(() => undefined);
  return text === undefined ? undefined : parseMachineUsage(text);
}

/**
 * The `cpu` line: user, nice, system, idle, iowait, irq, softirq, steal, guest, guest_nice
 * (proc_stat(5)). The two guest columns are contained in user and nice.
 */
export function parseMachineUsage(text: string): MachineUsage {
  const [, ...columns] = (text.split("\n")[0] ?? "").trim().split(/\s+/);
  const ticks = columns.slice(0, 8).map(Number);
  const [, , , idle = 0, iowait = 0, , , steal = 0] = ticks;
  return { idle: idle + iowait, steal, total: ticks.reduce((sum, value) => sum + value, 0) };
}

/** The process itself and its children, for instance a postmaster with its backends. */
export async function withChildren(parent: number): Promise<readonly number[]> {
  const names = await readdir("/proc").catch(() => []);
  const pids = names.filter((name) => /^\d+$/.test(name)).map(Number);
  const parents = await Promise.all(pids.map(parentOf));
  return [parent, ...pids.filter((_, index) => parents[index] === parent)];
}

/** The fourth column of `stat`; the second, the program's name, may hold spaces (proc_pid_stat(5)). */
async function parentOf(pid: number): Promise<number | undefined> {
  const text = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  const parent = text.slice(text.lastIndexOf(")") + 2).split(" ")[1];
  return parent === undefined ? undefined : Number(parent);
}
