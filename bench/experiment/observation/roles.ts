import type { ProcessEntry } from "./process-table.ts";

/** Whose processes are whose. */
export interface Roles {
  /** Every process of the server. */
  readonly server: readonly number[];
  readonly generators: readonly number[];
  /** Processes that are ours, but not what is measured, such as servers that wait for their turn. */
  readonly others: readonly number[];
  /** First processes of what stands around the server, such as a proxy. */
  readonly around: readonly number[];
  /** Parent of PostgreSQL's processes; absent for a person's own server, known by its name. */
  readonly postmaster: number | undefined;
  /** Where answers come from Redis: its process, known by its name where it is a person's own. */
  readonly redis?: { readonly pid: number | undefined } | undefined;
}

/** Processes of PostgreSQL, and of Redis where answers come from it. */
export function storeProcesses(
  { postmaster, redis }: Roles,
  processes: ReadonlyMap<number, ProcessEntry>,
): readonly number[] {
  return [...processes.values()]
    .filter((entry) => isPostgres(entry, postmaster) || (redis && isRedis(entry, redis.pid)))
    .map(({ pid }) => pid);
}

/** Workers of a proxy are its children. */
export function aroundProcesses(
  { around }: Roles,
  processes: ReadonlyMap<number, ProcessEntry>,
): readonly number[] {
  if (around.length === 0) return [];
  return [...processes.values()]
    .filter(({ pid, parent }) => around.includes(pid) || around.includes(parent))
    .map(({ pid }) => pid);
}

function isPostgres({ pid, parent, name }: ProcessEntry, postmaster: number | undefined): boolean {
  if (postmaster === undefined) return name.startsWith("postgres");
  return pid === postmaster || parent === postmaster;
}

function isRedis({ pid, name }: ProcessEntry, known: number | undefined): boolean {
  return known === undefined ? /^(redis|valkey)-server/.test(name) : pid === known;
}
