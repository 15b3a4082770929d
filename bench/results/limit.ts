import { mean } from "../statistics/mean.ts";
import type { CpuShares, SliceRecord } from "./records.ts";

/** Who kept a series from answering more. */
export type LimitName = "server" | "PostgreSQL" | "Redis" | "generator" | "machine" | "waits";

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
export function limitOf(
  slices: readonly SliceRecord[],
  store: "PostgreSQL" | "Redis",
): Limit | undefined {
  const uses = slices.flatMap(({ cpu }) => (cpu === undefined ? [] : [cpu]));
  const [first] = uses;
  if (first === undefined) return undefined;
  const names = Object.keys(first.shares) as readonly (keyof CpuShares)[];
  const means = names.map((name) => [name, mean(uses.map(({ shares }) => shares[name] ?? 0))]);
  const shares: CpuShares = Object.fromEntries(means);
  const busiest = (role: "server" | "postgres") => mean(uses.map((use) => use.busiest[role]));
  const generator = mean(slices.map(({ result }) => result.generatorBusy));
  const [server, postgres] = [busiest("server"), busiest("postgres")];
  return { shares, name: nameOf(store, shares.idle, server, postgres, generator) };
}

function nameOf(
  store: "PostgreSQL" | "Redis",
  idle: number,
  server: number,
  postgres: number,
  generator: number,
): LimitName {
  if (idle < usedUpIdle) return "machine";
  if (server >= fullThread) return "server";
  if (postgres >= fullThread) return store;
  return generator >= fullThread ? "generator" : "waits";
}
