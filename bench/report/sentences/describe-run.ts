import { bytes } from "@rowbench/shared/contract";
import type { Plan } from "../../results/records/records.ts";
import { settingNames, settings } from "../../results/records/series.ts";
import type { ExperimentSummary } from "../../results/summary/summary.ts";
import { formatBytes, formatCount, formatNumberOf } from "../text/format.ts";
import { formatConnections } from "./connection-range.ts";
import { differingSettings } from "./labels.ts";
import { formatLoadLength } from "./load-length.ts";
import { shownSeries } from "./shown-series.ts";

/** When, on what and how a run was measured, one line. */
export function describeRun({
  header,
  rounds,
}: Pick<ExperimentSummary, "header" | "rounds">): string {
  const { machine, hosts, database, redis, plan, runtimes, usualDriver, startedAt } = header;
  return [
    startedAt.slice(0, 10),
    `${machine.cores} × ${machine.cpu}, ${formatBytes(bytes(machine.memoryBytes))}`,
    ...(hosts
      ? [`the server's; ${hosts.map(({ role, name }) => `${role} on ${name}`).join(", ")}`]
      : []),
    `${machine.system}, Node ${machine.node}`,
    ...Object.entries(runtimes).map(([name, version]) => `${name}: ${version}`),
    `PostgreSQL ${database.version} (${database.source}), ${formatCount(database.rows)} rows`,
    `driver ${usualDriver}`,
    ...(redis ? [`${redis.version} (${redis.source})`] : []),
    ...frameworksOf(header),
    ...describeSettings(plan),
    `${formatConnections(plan.loads)}, closed loop of ${formatLoadLength(plan.durations)} a start`,
    `${describeRounds(plan, rounds)}, seed ${plan.seed}`,
  ].join("; ");
}

/** Of the servers that were measured; `node:http` has the version of Node. */
function frameworksOf({ frameworks, plan }: ExperimentSummary["header"]): readonly string[] {
  const servers = new Set(shownSeries(plan).map(({ server }) => server));
  const names = new Set([...servers].flatMap((server) => frameworks[server] ?? []));
  return names.size === 0 ? [] : [[...names].join(", ")];
}

/** What was not left as it is by default; what differs stands in the tables. */
export function describeSettings(plan: Plan): readonly string[] {
  const series = shownSeries(plan);
  const differing = differingSettings(series);
  const [first] = series;
  const common = settingNames
    .filter((name) => !differing.includes(name))
    .flatMap((name) => {
      const value = first?.[name];
      return value === undefined ? [] : [settings[name].format(value)];
    });
  const closes = plan.loads.some(({ connection }) => connection === "close");
  const pipelines = new Set(plan.loads.map(({ pipeline }) => pipeline));
  return [
    ...(closes ? ["a connection for each request"] : []),
    ...[...pipelines].filter((each) => each > 1).map((each) => `${each} requests sent together`),
    ...common,
  ];
}

/** With a precision to reach, the number of rounds was open. */
function describeRounds({ rounds: planned, precision }: Plan, rounds: number): string {
  if (precision === undefined) return `${rounds} of ${planned} rounds`;
  return formatNumberOf(rounds, "round");
}
