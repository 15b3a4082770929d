import { Command } from "commander";
import { sweepConnectionsCommand, sweepWaitCommand } from "./sweep-cells-command.ts";
import { sweepPartsCommand } from "./sweep-parts-command.ts";
import { sweepPoolCommand } from "./sweep-pool-command.ts";
import { sweepWorkersCommand } from "./sweep-workers-command.ts";

/** `rowbench sweep …`: one thing over a range of settings. */
export function sweepCommand(): Command {
  return new Command("sweep")
    .description("Measures one thing over a range of settings.")
    .addCommand(sweepWorkersCommand())
    .addCommand(sweepPoolCommand())
    .addCommand(sweepWaitCommand())
    .addCommand(sweepConnectionsCommand())
    .addCommand(sweepPartsCommand());
}
