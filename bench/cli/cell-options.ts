import {
  type Cell,
  isOfNode,
  listCells,
  listServers,
  type ModelName,
  modelNames,
  type ServerPackage,
} from "@rowbench/shared/concurrency";
import { ownRuntime, type Runtime, runtimeNames } from "@rowbench/shared/runtimes";
import type { Command } from "commander";
import { parseRuntimes, wordsOf } from "./arguments.ts";

/** Which cells a command is about. */
export interface CellOptions {
  /** Absent: all that stand on node:http or on a binary, and those of the runtimes asked for. */
  readonly servers?: readonly string[];
  /** Absent: all of them, or what a command has time for. */
  readonly models?: readonly ModelName[];
  /** Absent: the Node.js that measures, or what a server needs. */
  readonly runtimes?: readonly Runtime[];
}

/** Adds `--servers`, `--models` and `--runtimes`. */
export function withCellOptions(command: Command): Command {
  const names = serverNames();
  return command
    .option(
      "--servers <names>",
      `servers, comma-separated: ${names.join(", ")}`,
      wordsOf("server", names),
    )
    .option(
      "--models <names>",
      `concurrency models, comma-separated: ${modelNames.join(", ")} (default: all)`,
      wordsOf("model", modelNames),
    )
    .option(
      "--runtimes <names>",
      `comma-separated: ${runtimeNames.join(", ")}, or paths of a Node.js (default: ${ownRuntime().name})`,
      parseRuntimes,
    );
}

/** Every server by its name. */
export function serverNames(): readonly string[] {
  return listServers().map(({ name }) => name);
}

/** The cells that were asked for, with their availability here. */
export async function selectCells(options: CellOptions): Promise<readonly Cell[]> {
  const { servers, models = modelNames, runtimes = [] } = options;
  const chosen = listServers().filter(
    (server) =>
      servers?.includes(server.name) ?? (isOfNode(server) || runtimes.some(isOwn(server))),
  );
  const cells = await listCells(chosen, models, runtimes);
  if (servers !== undefined) return cells;
  return cells.filter(({ server, runtime }) => isOfNode(server) || isOwn(server)(runtime));
}

/** Whether a server stands on a runtime's own way to serve. */
function isOwn({ sockets }: ServerPackage): (runtime: Runtime) => boolean {
  return ({ kind }) => kind === sockets;
}
