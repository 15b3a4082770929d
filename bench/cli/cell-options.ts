import {
  type Cell,
  listCells,
  listServers,
  type ModelName,
  modelNames,
  type ServerPackage,
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
  const names = listServers().map(({ name }) => name);
  return command
    .option("--servers <names>", "servers, comma-separated", wordsOf("server", names), names)
    .option(
      "--models <names>",
      `concurrency models, comma-separated: ${modelNames.join(", ")} (default: all)`,
      wordsOf("model", modelNames),
    );
}

/** The servers that were asked for. */
export function selectServers({ servers }: CellOptions): readonly ServerPackage[] {
  return listServers().filter(({ name }) => servers.includes(name));
}

/** The cells that were asked for, with their availability here. */
export function selectCells(options: CellOptions): Promise<readonly Cell[]> {
  return listCells(selectServers(options), options.models ?? modelNames);
}
