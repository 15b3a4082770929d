import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { readJson } from "../records/json-file.ts";
import type { Machine } from "../records/machine.ts";
import { tunedWorkersFile } from "../records/places.ts";
import { cellName } from "../records/series.ts";
import type { ExperimentSummary } from "../summary/summary.ts";
import { choiceIn } from "../summary/workers-choice.ts";

/** A number of workers that a sweep on this machine chose. */
export interface TunedEntry {
  readonly workers: number;
  readonly measuredAt: string;
  readonly cpu: string;
  readonly cores: number;
}

/** What sweeps have chosen, by the names of cells. */
export type TunedWorkers = Readonly<Record<string, TunedEntry>>;

/** Reads the choices that were made on a machine like this one; none when there is no file. */
export function readTunedWorkers(path: string, machine: Machine): TunedWorkers {
  const entries = Object.entries(readAll(path));
  const isHere = ({ cpu, cores }: TunedEntry) => cpu === machine.cpu && cores === machine.cores;
  return Object.fromEntries(entries.filter(([, entry]) => isHere(entry)));
}

/** Keeps what a sweep over workers chose, for `--workers tuned`; nothing when it chose none. */
export function keepChoice({ header, loads }: ExperimentSummary, path = tunedWorkersFile): void {
  const [load] = loads;
  const [first] = load?.ranked ?? [];
  if (load === undefined || first === undefined || header.view.kind !== "workers") return;
  const choice = choiceIn(load, header.view);
  if (choice) saveTunedWorkers(path, cellName(first.series), choice.chosen, header.machine);
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
  return readJson<TunedWorkers>(path) ?? {};
}
