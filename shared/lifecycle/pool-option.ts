import type { PoolSize } from "../database/index.ts";

/** The budget of a whole server: most PostgreSQL installations allow 100 connections in all. */
const defaultBudget = 64;
const maximumConnections = 256;

export const defaultPool: PoolSize = { kind: "adaptive", connections: defaultBudget };

/** Reads `adaptive`, `adaptive:32` or `8`; `undefined` for anything else. */
export function parsePool(text: string): PoolSize | undefined {
  const match = /^(?:(?<adaptive>adaptive)(?::(?<budget>\d+))?|(?<fixed>\d+))$/.exec(text)?.groups;
  if (match === undefined) return undefined;
  const { adaptive, budget = defaultBudget, fixed = budget } = match;
  const connections = Number(fixed);
  if (connections < 1 || connections > maximumConnections) return undefined;
  return { kind: adaptive === undefined ? "fixed" : "adaptive", connections };
}

/** As `parsePool` reads it. */
export function formatPool({ kind, connections }: PoolSize): string {
  if (kind === "fixed") return `${connections}`;
  return connections === defaultBudget ? "adaptive" : `adaptive:${connections}`;
}

/** What each of the processes or threads that hold connections gets: at least one. */
export function shareOf({ kind, connections }: PoolSize, holders: number): PoolSize {
  return { kind, connections: Math.max(1, Math.floor(connections / holders)) };
}
