import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { Machine } from "./machine.ts";

/** A number of workers that a sweep on this machine chose. */
export interface TunedEntry {
  readonly workers: number;
  readonly measuredAt: string;
  readonly cpu: string;
  readonly cores: number;
}

/** What sweeps have chosen, by "server/model". */
export type TunedWorkers = Readonly<Record<string, TunedEntry>>;

/** Reads the choices that were made on a machine like this one; none when there is no file. */
export function readTunedWorkers(path: string, machine: Machine): TunedWorkers {
  const entries = Object.entries(readAll(path));
  const isHere = ({ cpu, cores }: TunedEntry) => cpu === machine.cpu && cores === machine.cores;
  return Object.fromEntries(entries.filter(([, entry]) => isHere(entry)));
}

/** Adds one choice to the file, in the place of an older one for the same cell. */
export function saveTunedWorkers(
  path: string,
  cell: string,
  workers: number,
  { cpu, cores }: Machine,
): void {
  const entry: TunedEntry = { workers, measuredAt: new Date().toISOString(), cpu, cores };
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${JSON.stringify({ ...readAll(path), [cell]: entry }, null, 2)}\n`);
}

function readAll(path: string): TunedWorkers {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return {};
    throw error;
  }
}
