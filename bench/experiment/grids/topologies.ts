import { type ModelName, models } from "@rowbench/shared/concurrency";
import { type DriverName, unnamedDrivers, usualDriver } from "@rowbench/shared/database";
import type { UnavailableCell } from "../../results/records/records.ts";
import type { Series } from "../../results/records/series.ts";

/** What may stand around a server, as this machine has it. */
export interface Topology {
  /** Such as `nginx+pgbouncer`, or `direct` for nothing. */
  readonly name: string;
  /** Why this machine cannot have it. */
  readonly missing?: string | undefined;
  /** Statements have to go without names there. */
  readonly needsUnnamed: boolean;
  /** So many processes of one worker each, where it spreads requests over them. */
  readonly processes?: number;
}

/** Every series in every topology, and those that cannot be in one, with their reasons. */
export function seriesAround(
  series: readonly Series[],
  topologies: readonly Topology[],
): { readonly series: readonly Series[]; readonly unavailable: readonly UnavailableCell[] } {
  const all = series.flatMap((one) =>
    topologies.map((topology) => ({ one, topology, reason: obstacle(one, topology) })),
  );
  return {
    series: all.flatMap(({ one, topology, reason }) =>
      reason === undefined ? [placedIn(one, topology)] : [],
    ),
    unavailable: all.flatMap(({ one: { server, model, runtime }, topology, reason }) =>
      reason === undefined
        ? []
        : [{ server, model, ...(runtime && { runtime }), reason: `${topology.name}: ${reason}` }],
    ),
  };
}

function placedIn(series: Series, { name, needsUnnamed, processes }: Topology): Series {
  if (name === "direct") return series;
  const workers = processes ?? series.workers;
  const statements = needsUnnamed ? { statements: "unnamed" as const } : {};
  return { ...series, workers, topology: name, ...statements };
}

function obstacle(
  { model, driver = usualDriver }: Series,
  { missing, needsUnnamed, processes }: Topology,
): string | undefined {
  if (processes !== undefined && model !== "single")
    return "it starts processes of `single`: other models spread requests by themselves";
  if (missing !== undefined || !needsUnnamed) return missing;
  if (models[model as ModelName].store !== "pipelined")
    return "libpq names its statements here, and PgBouncer before 1.21 does not know them";
  return unnamedDrivers.includes(driver as DriverName)
    ? undefined
    : `the driver \`${driver}\` names its statements, and PgBouncer before 1.21 does not know them`;
}
