import { Command } from "commander";
import { connectionsCommand, waitCommand } from "./curves.ts";
import { driversCommand, layerCommand } from "./drivers.ts";
import { mistakesCommand } from "./mistakes.ts";
import { partsCommand } from "./parts.ts";
import { poolCommand } from "./pool.ts";
import { workersCommand } from "./workers.ts";

/** `rowbench sweep …`: one thing over a range of settings. */
export function sweepCommand(): Command {
  return new Command("sweep")
    .description("Measures one thing over a range of settings.")
    .addCommand(workersCommand())
    .addCommand(poolCommand())
    .addCommand(waitCommand())
    .addCommand(connectionsCommand())
    .addCommand(partsCommand())
    .addCommand(driversCommand())
    .addCommand(layerCommand())
    .addCommand(mistakesCommand());
}
