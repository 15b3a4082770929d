import { availableParallelism } from "node:os";
import { listServers, type ModelName, modelNames, models } from "@rowbench/shared/concurrency";
import { Command, Option } from "commander";
import type { SweepPlan, SweepPoint, SweepSeries } from "../measure/sweep.ts";
import { adviceTable, formatAdvice } from "../report/advice.ts";
import { judge } from "../statistics/verdict.ts";
import { wholeNumber } from "./arguments.ts";
import { selectCells } from "./cell-options.ts";
import { publishSweep, valuesToJson } from "./sweep-report.ts";
import { inSweepSession, runSweep, type SweepOptions, withSweepOptions } from "./sweep-run.ts";
import { withWorkers } from "./workers-option.ts";

interface AdviseOptions extends SweepOptions {
  readonly wait: number;
  readonly cpu: number;
  readonly connections: number;
  readonly server: string;
}

const longestMs = 10_000;

/** `rowbench advise`: the models that are best for a person's own requests, on this machine. */
export function adviseCommand(): Command {
  const command = new Command("advise").description(
    "Measures which models are best here for requests like yours.",
  );
  const names = listServers().map(({ name }) => name);
  return withSweepOptions(command)
    .option("--wait <ms>", "what a request waits in the database", wholeNumber(0, longestMs), 0)
    .option("--cpu <ms>", "what a request computes in its handler", wholeNumber(0, longestMs), 0)
    .option("--connections <number>", "clients at once", wholeNumber(1, 10_000), 64)
    .addOption(new Option("--server <name>", "server").choices(names).default("fastify"))
    .action(advise);
}

async function advise(options: AdviseOptions): Promise<void> {
  const { rounds, slice, seed } = options;
  const { point, requestsEach } = pointOf(options);
  const plan: SweepPlan = { rounds, slice, seed, points: [point], series: await seriesOf(options) };
  await inSweepSession(async (session) => {
    const values = await runSweep(plan, session);
    const verdicts = judge(values, point.label);
    const report = {
      name: "advise",
      title: "Which model",
      table: adviceTable(verdicts, requestsEach),
      notes: formatAdvice(point.label, verdicts),
      content: { kind: "advise", options, plan, values: valuesToJson(values), verdicts },
    };
    publishSweep(report, options, session);
  });
}

/** One request that waits and one that computes stand for one that does both. */
function pointOf({ wait, cpu, connections }: AdviseOptions): {
  readonly point: SweepPoint;
  readonly requestsEach: number;
} {
  const label = `a database wait of ${wait} ms, ${cpu} ms of CPU and ${connections} clients`;
  const expect = "row" as const;
  const waitPath = wait > 0 ? `/wait/${wait}` : "/db";
  const paths = [...(wait > 0 || cpu === 0 ? [waitPath] : []), ...(cpu > 0 ? [`/cpu/${cpu}`] : [])];
  const mix = paths.map((path) => ({ name: path, path, weight: 1, expect }));
  const load = { path: paths[0] ?? "/db", expect, connections, mix };
  return { point: { label, value: wait, load }, requestsEach: paths.length };
}

/** Each model with its default workers; those whose workers wait also with four times as many. */
async function seriesOf({ server: name }: AdviseOptions): Promise<readonly SweepSeries[]> {
  const cells = await selectCells({ servers: [name], models: modelNames });
  return cells
    .filter(({ availability }) => availability.kind === "available")
    .flatMap(({ server, model }) =>
      workerNumbers(model).map((workers) => ({
        label: withWorkers(model, workers),
        start: { entry: server.entry, model, workers },
      })),
    );
}

function workerNumbers(model: ModelName): readonly number[] {
  const { defaultWorkers, store } = models[model];
  const workers = defaultWorkers(availableParallelism());
  return store === "pipelined" ? [workers] : [workers, 4 * workers];
}
