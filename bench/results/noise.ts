import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { Noise } from "../statistics/detectable.ts";
import { readJson } from "./json-file.ts";
import type { Machine } from "./machine.ts";

/** How much starts of one series scattered on a machine, and from how many that is known. */
export interface KnownNoise extends Noise {
  readonly starts: number;
  readonly measuredAt: string;
  readonly cpu: string;
  readonly cores: number;
}

/**
 * Before anything is known, of ln throughput on two shared virtual cores: a second of load has a
 * standard deviation of 0.065 among servers that take turns, starts differ by 0.025, and one that
 * is measured in one piece varies by 0.075 more, since the machine's speed drifts within seconds.
 */
const usualNoise: Noise = { within: 0.065 ** 2, between: 0.025 ** 2, alone: 0.075 ** 2 };

/** The noise of a machine like this one, as its last experiment had it; the usual one without. */
export function readNoise(path: string, { cpu, cores }: Machine): Noise {
  const known = readJson<KnownNoise>(path);
  if (known?.cpu !== cpu || known.cores !== cores) return usualNoise;
  // Kept by an older version, that knew no turns.
  return known.alone === undefined ? usualNoise : known;
}

/** Keeps what an experiment has learned. */
export function saveNoise(
  path: string,
  noise: Noise & { readonly starts: number },
  { cpu, cores }: Machine,
): void {
  const known: KnownNoise = { ...noise, measuredAt: new Date().toISOString(), cpu, cores };
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${JSON.stringify(known, null, 2)}\n`);
}
