import { listServers, type ModelName } from "@rowbench/shared/concurrency";
import { driverNames } from "@rowbench/shared/database";
import { Command, Option } from "commander";
import type { SweepPlan, SweepPoint, SweepSeries } from "../measure/sweep.ts";
import { formatSpans, partsTable } from "../report/parts.ts";
import type { PartChange } from "../statistics/part-ratios.ts";
import { numbersOf, parsePools, wholeNumber } from "./arguments.ts";
import { selectCells } from "./cell-options.ts";
import { waitPath } from "./sweep-points.ts";
import { publishSweep, valuesToJson } from "./sweep-report.ts";
import { inSweepSession, runSweep, type SweepOptions, withSweepOptions } from "./sweep-run.ts";
import { chooseNumbers, withWorkers } from "./workers-option.ts";

interface PartsOptions extends SweepOptions {
  readonly server: string;
  readonly pools: readonly string[];
  readonly waits: readonly number[];
  readonly connections: number;
}

/** A series of the sweep, and which part of the base it changes. */
interface Variant extends PartChange {
  readonly start: SweepSeries["start"];
}

const baseModel = "single";
const [baseDriver, ...otherDrivers] = driverNames;

/** `rowbench sweep parts`: what of a difference is framework, model, driver or pool. */
export function sweepPartsCommand(): Command {
  const command = new Command("parts").description(
    "Changes one part at a time (framework, model, driver, pool) and measures what it decides.",
  );
  const names = listServers().map(({ name }) => name);
  return withSweepOptions(command)
    .addOption(
      new Option("--server <name>", "server to start from").choices(names).default("node-http"),
    )
    .option("--pools <sizes>", "pools, comma-separated", parsePools, ["1", "8", "64"])
    .option("--waits <ms>", "waits in the database", numbersOf(0, 10_000), [0, 20])
    .option("--connections <number>", "client connections", wholeNumber(1, 10_000), 64)
    .action(sweepParts);
}

async function sweepParts(options: PartsOptions): Promise<void> {
  const { rounds, slice, seed, server } = options;
  const base = `${server}/${baseModel}, ${baseDriver}, adaptive pool`;
  const variants = await variantsOf(options);
  const series = [
    { label: base, start: startOf(server, baseModel) },
    ...variants.map(({ series: label, start }) => ({ label, start })),
  ];
  const plan: SweepPlan = { rounds, slice, seed, points: pointsOf(options), series };
  await inSweepSession(async (session) => {
    const values = await runSweep(plan, session);
    const report = {
      name: "parts",
      title: `What decides: one part changed at a time, against ${base}`,
      table: partsTable(values, variants, base),
      notes: formatSpans(values, variants, base),
      content: { kind: "parts", plan, values: valuesToJson(values) },
    };
    publishSweep(report, options, session);
  });
}

/** Without a database first: what is left of a difference there is no matter of the driver. */
function pointsOf({ waits, connections }: PartsOptions): readonly SweepPoint[] {
  return [
    { label: "/json", value: -1, load: { path: "/json", expect: "message", connections } },
    ...waits.map((wait) => ({
      label: waitPath(wait),
      value: wait,
      load: { path: waitPath(wait), expect: "row" as const, connections },
    })),
  ];
}

async function variantsOf({ server, pools }: PartsOptions): Promise<readonly Variant[]> {
  const base = startOf(server, baseModel);
  const change = (part: string, value: string, start: SweepSeries["start"]): Variant => ({
    part,
    value,
    series: `${part} ${value}`,
    start,
  });
  const cells = await selectCells({ servers: [server] });
  return [
    ...listServers()
      .filter(({ name }) => name !== server)
      .map(({ name }) => change("framework", name, startOf(name, baseModel))),
    ...cells
      .filter(({ model, availability }) => model !== baseModel && availability.kind === "available")
      .map(({ model }) => startOf(server, model))
      .map((start) => change("model", withWorkers(start.model, start.workers), start)),
    ...otherDrivers.map((driver) => change("driver", driver, { ...base, driver })),
    ...pools.map((pool) => change("pool", pool, { ...base, pool })),
  ];
}

function startOf(name: string, model: ModelName): SweepSeries["start"] {
  const server = listServers().find((known) => known.name === name);
  if (server === undefined) throw new Error(`there is no server ${name}`);
  const workers = chooseNumbers(undefined).workersOf(name, model);
  return { entry: server.entry, model, workers };
}
