import {
  type Cell,
  isOfNode,
  listCells,
  listServers,
  type ModelName,
  modelNames,
  models,
  type ServerPackage,
} from "@rowbench/shared/concurrency";
import { type DriverName, driverRuntimes } from "@rowbench/shared/database";
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
  /** What the asynchronous models reach PostgreSQL by. */
  readonly driver?: DriverName;
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
  const { servers, models: names = modelNames, runtimes = [] } = options;
  const chosen = listServers().filter(
    (server) =>
      servers?.includes(server.name) ?? (isOfNode(server) || runtimes.some(isOwn(server))),
  );
  const listed = await listCells(chosen, names, runtimes);
  const cells = listed.map((cell) => withDriver(cell, options.driver));
  if (servers !== undefined) return cells;
  return cells.filter(({ server, runtime }) => isOfNode(server) || isOwn(server)(runtime));
}

/** Of a driver that is part of a runtime, the cells on others are unavailable. */
function withDriver(cell: Cell, driver: DriverName | undefined): Cell {
  const needed = driver && driverRuntimes[driver];
  const isPipelined = models[cell.model].store === "pipelined";
  const isFitting = needed === undefined || !isPipelined || cell.runtime.kind === needed;
  if (isFitting || cell.availability.kind === "unavailable") return cell;
  const reason = `the driver \`${driver}\` is part of ${needed}: \`--runtimes ${needed}\``;
  return { ...cell, availability: { kind: "unavailable", reason } };
}

/** Whether a server stands on a runtime's own way to serve. */
function isOwn({ sockets }: ServerPackage): (runtime: Runtime) => boolean {
  return ({ kind }) => kind === sockets;
}
