import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, parse } from "node:path";
import type { Noise } from "../../statistics/detectable.ts";
import { readJson } from "../records/json-file.ts";
import type { Machine } from "../records/machine.ts";

/** How much starts of one series scattered on a machine, and from how many that is known. */
export interface KnownNoise extends Noise {
  readonly starts: number;
  readonly measuredAt: string;
  readonly cpu: string;
  readonly cores: number;
  /** Whether servers that are up together alternate in pieces; absent when kept by an older version. */
  readonly inPieces?: boolean;
}

/** Where noise is kept, and what it is the noise of. */
export interface NoisePlace {
  /** Of experiments of many servers; that of few is kept in a file beside it. */
  readonly path: string;
  readonly machine: Machine;
  /** Whether servers that are up together alternate in pieces there, which makes it less. */
  readonly inPieces: boolean;
  /** How many servers are up at once. */
  readonly groupSize: number;
}

/**
 * Few servers are mostly two versions of one, whose second of load varies by 0.03 here; many are a
 * ranking of several models, in which those with several event loops vary by 0.09: neither says
 * anything of the other.
 */
const mostOfFew = 4;

/**
 * Before anything is known, of ln throughput on two shared virtual cores: a second of load has a
 * standard deviation of 0.065 among servers that take turns, starts differ by 0.025, and one that
 * is measured in one piece varies by 0.075 more, since the machine's speed drifts within seconds.
 */
const usualNoise: Noise = { within: 0.065 ** 2, between: 0.025 ** 2, alone: 0.075 ** 2 };

/**
 * What earlier experiments taught counts half as much with each that follows, and never as more
 * than so many starts: a machine's speed drifts, and a few starts teach little.
 */
const memory = 0.5;
const mostRemembered = 100;

/** The noise of a machine like this one, as its last experiments had it; the usual one without. */
export function readNoise(place: NoisePlace): Noise {
  return readKnownNoise(place) ?? usualNoise;
}

/** Keeps what an experiment has learned, beside what is known. */
export function saveNoise(place: NoisePlace, learned: Noise & { readonly starts: number }): void {
  const { machine, inPieces } = place;
  const path = fileOf(place);
  const { cpu, cores } = machine;
  const noise = joinNoise(readKnownNoise(place), learned);
  const measuredAt = new Date().toISOString();
  const known: KnownNoise = { ...noise, measuredAt, cpu, cores, inPieces };
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${JSON.stringify(known, null, 2)}\n`);
}

/** That of its last experiments; undefined before the first one that taught any. */
export function readKnownNoise(place: NoisePlace): KnownNoise | undefined {
  const { machine, inPieces } = place;
  const known = readJson<KnownNoise>(fileOf(place));
  // Kept by an older version, that knew no turns.
  if (known?.alone === undefined) return undefined;
  const isSame = known.cpu === machine.cpu && known.cores === machine.cores;
  return isSame && (known.inPieces ?? false) === inPieces ? known : undefined;
}

function fileOf({ path, groupSize }: NoisePlace): string {
  const { dir, name, ext } = parse(path);
  return groupSize > 1 && groupSize <= mostOfFew ? join(dir, `${name}-of-few${ext}`) : path;
}

/** The mean of both, by the starts that each rests on. */
function joinNoise(known: KnownNoise | undefined, learned: Noise & { readonly starts: number }) {
  const remembered = Math.min(mostRemembered, memory * (known?.starts ?? 0));
  const starts = remembered + learned.starts;
  const joined = (name: keyof Noise) =>
    (remembered * (known?.[name] ?? 0) + learned.starts * learned[name]) / starts;
  return {
    within: joined("within"),
    between: joined("between"),
    alone: joined("alone"),
    starts: Math.round(starts),
  };
}
