import type { Topology } from "../grids/topologies.ts";
import { knowsNamedStatements } from "./pgbouncer.ts";
import { type AroundName, aroundMissing, findAround } from "./programs.ts";

export const topologyNames = [
  "direct",
  "nginx",
  "upstreams",
  "pgbouncer",
  "nginx+pgbouncer",
] as const;
/**
 * What stands around a server: nginx before it, or before a process of it for each processor, each
 * on a port of its own; PgBouncer between it and PostgreSQL.
 */
export type TopologyName = (typeof topologyNames)[number];

/** The programs of a topology. */
export function partsOf(topology: string): readonly AroundName[] {
  if (hasUpstreams(topology)) return ["nginx"];
  return (["nginx", "pgbouncer"] as const).filter((name) => topology.split("+").includes(name));
}

/** Whether nginx deals requests out to processes that know nothing of each other. */
export function hasUpstreams(topology: string | undefined): boolean {
  return topology === "upstreams";
}

/** A topology as this machine has it, for servers that have so many processors. */
export function findTopology(name: TopologyName, processors: number): Topology {
  const parts = partsOf(name);
  const missing = parts.find((part) => findAround(part) === undefined);
  const pooler = parts.includes("pgbouncer") ? findAround("pgbouncer") : undefined;
  return {
    name,
    missing: missing && aroundMissing[missing],
    ...(hasUpstreams(name) && { processes: processors }),
    needsUnnamed: pooler !== undefined && !knowsNamedStatements(pooler.version),
  };
}
