import { bytes } from "@rowbench/shared/contract";
import type { ExperimentHeader } from "../../results/records/records.ts";
import type { ExperimentSummary } from "../../results/summary/summary.ts";
import { formatConnections } from "../sentences/connection-range.ts";
import { describeSettings } from "../sentences/describe-run.ts";
import { formatLoadLength } from "../sentences/load-length.ts";
import { shownSeries } from "../sentences/shown-series.ts";
import { formatBytes, formatCount, formatLength, formatNumberOf } from "../text/format.ts";

/** Something that a reader must know to repeat or to doubt a run. */
export interface RunFact {
  readonly name: string;
  readonly value: string;
}

/** On what and how a run was measured, a line each. */
export function listRunFacts({ header, rounds, trust }: ExperimentSummary): readonly RunFact[] {
  const { machine, hosts = [], database, redis, plan, startedAt, usualDriver } = header;
  return [
    { name: "Command", value: commandOf(header) },
    { name: "Started", value: `${startedAt.slice(0, 16).replace("T", " ")} UTC` },
    {
      name: "Machine",
      value: `${machine.cores} × ${machine.cpu}, ${formatBytes(bytes(machine.memoryBytes))}, ${machine.system}`,
    },
    ...hosts.map((host) => ({
      name: `Host: ${host.role}`,
      value: `${host.name}, ${host.machine.cores} × ${host.machine.cpu}, ${host.machine.system}`,
    })),
    { name: "Runtimes", value: runtimesOf(header) },
    {
      name: "Database",
      value: `PostgreSQL ${database.version} (${database.source}), ${formatCount(database.rows)} rows, driver ${usualDriver}`,
    },
    ...(redis ? [{ name: "Cache", value: `${redis.version} (${redis.source})` }] : []),
    { name: "Frameworks", value: frameworksOf(header) },
    { name: "Seed", value: String(plan.seed) },
    { name: "Rounds", value: `${rounds} of ${plan.rounds} finished, each series freshly started` },
    { name: "Load", value: loadsOf(header) },
    { name: "Settings", value: describeSettings(plan).join(", ") || "all as they are by default" },
    {
      name: "Slices",
      value: `${formatNumberOf(trust.slices, "slice")}, ${formatCount(refusedOf(trust))} refused, ${formatCount(trust.repeats)} measured once more`,
    },
    {
      name: "Time",
      value: `planned ${formatLength(plan.estimate)} of ${formatLength(plan.budget)}`,
    },
    { name: "Samples", value: "samples.ndjson beside this page: every figure is computed from it" },
  ];
}

/** Without the seed a command draws another order. */
function commandOf({ command, plan }: ExperimentHeader): string {
  if (command === undefined) return "not recorded: made by an earlier version";
  return command.includes("--seed") ? command : `${command} --seed ${plan.seed}`;
}

function runtimesOf({ machine, runtimes }: ExperimentHeader): string {
  const others = Object.entries(runtimes).map(([name, version]) => `${name}: ${version}`);
  return [`Node.js ${machine.node}`, ...others].join("; ");
}

function frameworksOf({ frameworks, plan }: ExperimentHeader): string {
  const servers = new Set(shownSeries(plan).map(({ server }) => server));
  const names = [...servers].map((server) => frameworks[server] ?? server);
  return [...new Set(names)].join(", ");
}

function loadsOf({ plan: { loads, durations } }: ExperimentHeader): string {
  const names = loads.map(({ name }) => name).join(", ");
  const window = formatLoadLength(durations);
  return loads.length === 0
    ? "none"
    : `${names}; ${formatConnections(loads)}; closed loop of ${window} a start`;
}

function refusedOf({ refusals }: ExperimentSummary["trust"]): number {
  return Object.values(refusals).reduce((sum, count) => sum + count, 0);
}
