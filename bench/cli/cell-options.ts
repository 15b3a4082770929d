import {
  type Cell,
  listCells,
  listServers,
  type ModelName,
  modelNames,
} from "@rowbench/shared/concurrency";
import type { Command } from "commander";
import { wordsOf } from "./arguments.ts";

/** Which cells a command is about. */
export interface CellOptions {
  readonly servers: readonly string[];
  /** Absent: all of them, or what a command has time for. */
  readonly models?: readonly ModelName[];
}

/** Adds `--servers` and `--models`. */
export function withCellOptions(command: Command): Command {
  const names = serverNames();
  return command
    .option("--servers <names>", "servers, comma-separated", wordsOf("server", names), names)
    .option(
      "--models <names>",
      `concurrency models, comma-separated: ${modelNames.join(", ")} (default: all)`,
      wordsOf("model", modelNames),
    );
}

/** Every server by its name. */
export function serverNames(): readonly string[] {
  return listServers().map(({ name }) => name);
}

/** The cells that were asked for, with their availability here. */
export function selectCells({ servers, models }: CellOptions): Promise<readonly Cell[]> {
  const chosen = listServers().filter(({ name }) => servers.includes(name));
  return listCells(chosen, models ?? modelNames);
}
