import { RowbenchError, unknownWord } from "@rowbench/shared/contract";
import { Command, Option } from "commander";
import { codeOrMistaken, mistakableServers } from "../../../experiment/code/mistaken-servers.ts";
import { mistakesGrid } from "../../../experiment/grids/mistakes.ts";
import { chooseWorkerNumbers } from "../../../experiment/plan/worker-numbers.ts";
import { type MistakeName, mistakeNames } from "../../../mistakes/mistakes.ts";
import { wholeNumber, wordsOf } from "../../options/arguments.ts";
import { type CellOptions, selectCells, withCellOptions } from "../../options/cell-options.ts";
import { type ExperimentOptions, withExperimentOptions } from "../../options/experiment-options.ts";
import { type Place, withPlace } from "../../place.ts";
import { runGrid } from "../../run-grid.ts";

interface MistakesOptions extends ExperimentOptions, CellOptions {
  readonly mistakes: readonly MistakeName[];
  readonly connections: number;
}

const usualModels = ["single"] as const;
const spreadModels = ["cluster", "reuseport"] as const;

/** `rowbench sweep mistakes`: servers as they should be, and with one mistake at a time. */
export function mistakesCommand(): Command {
  const command = new Command("mistakes").description(
    "Measures what the usual mistakes cost, one at a time, against the tuned server.",
  );
  return withCellOptions(withExperimentOptions(command))
    .addOption(
      new Option("--mistakes <names>", `mistakes, comma-separated: ${mistakeNames.join(", ")}`)
        .argParser(wordsOf("mistake", mistakeNames))
        .default(mistakeNames, "all"),
    )
    .option("--connections <number>", "client connections", wholeNumber(1, 10_000), 64)
    .action((options: MistakesOptions) =>
      withPlace(options, (place) => sweepMistakes(options, place)),
    );
}

async function sweepMistakes(options: MistakesOptions, place: Place): Promise<void> {
  const { mistakes, connections } = options;
  const servers = (options.servers ?? mistakableServers).map(assertMistakable);
  const cells = await selectCells({ models: usualModels, ...options, servers });
  const spreadCells = await selectCells({ ...options, servers, models: spreadModels });
  const { workersOf } = chooseWorkerNumbers(undefined, place.processors);
  const given = { mistakes, cells, spreadCells, connections };
  const grid = mistakesGrid({ ...given, workersOf, cores: place.processors });
  const run = { grid, options, label: "sweep-mistakes", codeOf: codeOrMistaken() };
  await runGrid(run, place);
}

/** Those that stand on a runtime's own way to serve have no mistakes here. */
function assertMistakable(server: string): string {
  if (mistakableServers.includes(server)) return server;
  throw new RowbenchError("USAGE", unknownWord("server with mistakes", server, mistakableServers));
}
