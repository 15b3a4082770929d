import { mean } from "../statistics/mean.ts";
import type { CpuShares, SliceRecord } from "./records.ts";

/** Who kept a series from answering more. */
export type LimitName = "server" | "PostgreSQL" | "generator" | "machine" | "waits";

/** The limit of a series at its capacity, with the processors' shares that say so. */
export interface Limit {
  readonly name: LimitName;
  readonly shares: CpuShares;
}

/** All processors are used up: whoever works less makes room for the others. */
const usedUpIdle = 0.05;
/** One thread that always works, or waits for a processor to work on, can do no more. */
const fullThread = 0.9;

/** By the means over closed loops; undefined where the system does not tell. */
export function limitOf(slices: readonly SliceRecord[]): Limit | undefined {
  const uses = slices.flatMap(({ cpu }) => (cpu === undefined ? [] : [cpu]));
  const [first] = uses;
  if (first === undefined) return undefined;
  const names = Object.keys(first.shares) as readonly (keyof CpuShares)[];
  const means = names.map((name) => [name, mean(uses.map(({ shares }) => shares[name]))]);
  const shares: CpuShares = Object.fromEntries(means);
  const busiest = (role: "server" | "postgres") => mean(uses.map((use) => use.busiest[role]));
  const generator = mean(slices.map(({ result }) => result.generatorBusy));
  return { shares, name: nameOf(shares.idle, busiest("server"), busiest("postgres"), generator) };
}

function nameOf(idle: number, server: number, postgres: number, generator: number): LimitName {
  if (idle < usedUpIdle) return "machine";
  if (server >= fullThread) return "server";
  if (postgres >= fullThread) return "PostgreSQL";
  return generator >= fullThread ? "generator" : "waits";
}
