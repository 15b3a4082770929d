import type { Topology } from "../grids/topologies.ts";
import { knowsNamedStatements } from "./pgbouncer.ts";
import { type AroundName, aroundMissing, findAround } from "./programs.ts";

export const topologyNames = ["direct", "nginx", "pgbouncer", "nginx+pgbouncer"] as const;
/** What stands around a server: nginx before it, PgBouncer between it and PostgreSQL. */
export type TopologyName = (typeof topologyNames)[number];

/** The programs of a topology. */
export function partsOf(topology: string): readonly AroundName[] {
  return (["nginx", "pgbouncer"] as const).filter((name) => topology.split("+").includes(name));
}

/** A topology as this machine has it. */
export function findTopology(name: TopologyName): Topology {
  const parts = partsOf(name);
  const missing = parts.find((part) => findAround(part) === undefined);
  const pooler = parts.includes("pgbouncer") ? findAround("pgbouncer") : undefined;
  return {
    name,
    missing: missing && aroundMissing[missing],
    needsUnnamed: pooler !== undefined && !knowsNamedStatements(pooler.version),
  };
}
