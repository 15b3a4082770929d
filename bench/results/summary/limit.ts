import { mean } from "../../statistics/mean.ts";
import type { CpuShares, SliceRecord } from "../records/records.ts";

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
  const usedUp = usedUpHost(slices, store);
  return { shares, name: usedUp ?? nameOf(store, shares.idle, server, postgres, generator) };
}

/** Whose host has no processor left, where the roles have hosts of their own. */
function usedUpHost(
  slices: readonly SliceRecord[],
  store: "PostgreSQL" | "Redis",
): LimitName | undefined {
  const names: Readonly<Record<string, LimitName>> = { server: "server", database: store };
  const own = slices.map(({ hosts = [] }) => hosts.filter(({ cpu }) => cpu !== undefined));
  if (own.some((machines) => machines.length < 2)) return undefined;
  return Object.entries(names).find(([role]) => {
    const idle = own.flatMap((machines) => {
      const cpu = machines.find((host) => host.role === role)?.cpu;
      return cpu === undefined ? [] : [cpu.shares.idle];
    });
    return idle.length > 0 && mean(idle) < usedUpIdle;
  })?.[1];
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
