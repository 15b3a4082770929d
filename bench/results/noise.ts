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
 * Before anything is known: on two shared virtual cores the logarithm of one second's throughput
 * has a standard deviation of 0.07 within a start, and starts differ by 0.03.
 */
const usualNoise: Noise = { within: 0.07 ** 2, between: 0.03 ** 2 };

/** The noise of a machine like this one, as its last experiment had it; the usual one without. */
export function readNoise(path: string, { cpu, cores }: Machine): Noise {
  const known = readJson<KnownNoise>(path);
  return known?.cpu === cpu && known.cores === cores ? known : usualNoise;
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
