import { modelNames } from "@rowbench/shared/concurrency";
import { Command, Option } from "commander";
import { adviceGrid } from "../../experiment/grids/advice.ts";
import { wholeNumber } from "../options/arguments.ts";
import { selectCells, serverNames } from "../options/cell-options.ts";
import { type ExperimentOptions, withExperimentOptions } from "../options/experiment-options.ts";
import { type Place, withPlace } from "../place.ts";
import { runGrid } from "../run-grid.ts";

interface AdviseOptions extends ExperimentOptions {
  readonly wait: number;
  readonly cpu: number;
  readonly connections: number;
  readonly server: string;
}

const longestMs = 10_000;
const usualBudget = "3m";

/** `rowbench advise`: the models that are best for a person's own requests, on this machine. */
export function adviseCommand(): Command {
  const command = new Command("advise").description(
    "Measures which models are best here for requests like yours.",
  );
  return withExperimentOptions(command, usualBudget)
    .option("--wait <ms>", "what a request waits in the database", wholeNumber(0, longestMs), 0)
    .option("--cpu <ms>", "what a request computes in its handler", wholeNumber(0, longestMs), 0)
    .option("--connections <number>", "clients at once", wholeNumber(1, 10_000), 64)
    .addOption(new Option("--server <name>", "server").choices(serverNames()).default("fastify"))
    .action((options: AdviseOptions) => withPlace(options, (place) => advise(options, place)));
}

async function advise(options: AdviseOptions, place: Place): Promise<void> {
  const { wait: waitMs, cpu: cpuMs, connections, server } = options;
  const cells = await selectCells({ servers: [server], models: modelNames });
  const { processors } = place;
  const grid = adviceGrid({ cells, waitMs, cpuMs, connections, processors });
  await runGrid({ grid, options, label: "advise" }, place);
}
