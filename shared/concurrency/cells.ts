import { type ExecFileException, execFile } from "node:child_process";
import { dirname } from "node:path";
import { promisify } from "node:util";
import {
  describeMissing,
  findRuntime,
  type InstalledRuntime,
  isInstalled,
  ownRuntime,
  type Runtime,
} from "../runtimes/index.ts";
import type { Model, ModelName } from "./models/model.ts";
import { models } from "./models/models.ts";
import type { ServerPackage } from "./servers.ts";

/** One server under one model. */
export interface Cell {
  readonly server: ServerPackage;
  readonly model: ModelName;
  /** What runs it. */
  readonly runtime: Runtime;
  readonly availability: Availability;
}

/** Whether this machine can run a cell, and if not, why. */
export type Availability =
  | { readonly kind: "available" }
  | { readonly kind: "unavailable"; readonly reason: string };

const available: Availability = { kind: "available" };
const run = promisify(execFile);

/**
 * Every server under every model, with its availability on this machine, on each of these runtimes;
 * without any on the one that runs this program, or, where a server's binary does not load there,
 * on the newest of its own.
 */
export async function listCells(
  servers: readonly ServerPackage[],
  modelNames: readonly ModelName[],
  runtimes: readonly Runtime[] = [],
): Promise<readonly Cell[]> {
  const cells = await Promise.all(
    servers.map(async (server) => {
      const found = await probesOf(server, runtimes);
      return found.flatMap((probe) => cellsOf(server, modelNames, probe));
    }),
  );
  return cells.flat();
}

interface Probe {
  readonly runtime: Runtime;
  readonly availability: Availability;
}

async function probesOf(
  server: ServerPackage,
  runtimes: readonly Runtime[],
): Promise<readonly Probe[]> {
  if (runtimes.length > 0) return Promise.all(runtimes.map((runtime) => probe(server, runtime)));
  const own = await probe(server, ownRuntime());
  if (own.availability.kind === "available") return [own];
  const others = await Promise.all(server.runtimes.map((name) => probe(server, findRuntime(name))));
  const running = others.find(({ availability }) => availability.kind === "available");
  return [running ?? others[0] ?? own];
}

async function probe(server: ServerPackage, runtime: Runtime): Promise<Probe> {
  if (!isInstalled(runtime))
    return { runtime, availability: { kind: "unavailable", reason: describeMissing(runtime) } };
  const reason = whyForeign(server, runtime);
  if (reason !== undefined) return { runtime, availability: { kind: "unavailable", reason } };
  const isNative = server.sockets === "native";
  return { runtime, availability: isNative ? await probeNative(server, runtime) : available };
}

/** Why a server's sockets are not to be had on a runtime. */
function whyForeign({ sockets, framework }: ServerPackage, { kind, name }: Runtime) {
  switch (sockets) {
    case "node":
      return undefined;
    case "native":
      if (kind === "node") return undefined;
      return `the binary of ${framework} is made for Node.js, not for ${name}`;
    default:
      return kind === sockets ? undefined : `it stands on what only ${sockets} has, not ${name}`;
  }
}

function cellsOf(
  server: ServerPackage,
  modelNames: readonly ModelName[],
  { runtime, availability }: Probe,
): readonly Cell[] {
  return modelNames.map((model) => ({
    server,
    model,
    runtime,
    availability:
      availability.kind === "available" ? availabilityUnder(server, model, runtime) : availability,
  }));
}

function availabilityUnder(
  server: ServerPackage,
  model: ModelName,
  { kind }: Runtime,
): Availability {
  const { nativeSocketsUnavailable, systemUnavailable, runtimeUnavailable }: Model = models[model];
  const isOnNodeHttp = server.sockets === "node";
  const reason =
    (isOnNodeHttp ? runtimeUnavailable?.[kind] : nativeSocketsUnavailable) ?? systemUnavailable;
  return reason === undefined ? available : { kind: "unavailable", reason };
}

/** A first load reads a hundred megabytes from a disk that may be slow, beside whoever else reads. */
const probeLimitMs = 30_000;

/** Loads the framework's binary in a process of its own: a bad one can end its process. */
async function probeNative(
  { framework, entry }: ServerPackage,
  { name, state: { program: file, version } }: InstalledRuntime,
): Promise<Availability> {
  try {
    const program = `import(${JSON.stringify(framework)}).then(() => process.exit(0))`;
    await run(file, ["--input-type=module", "--eval", program], {
      cwd: dirname(entry),
      timeout: probeLimitMs,
    });
    return available;
  } catch (error) {
    return { kind: "unavailable", reason: whyNotLoaded(framework, `${name} (${version})`, error) };
  }
}

function whyNotLoaded(framework: string, runtime: string, error: unknown): string {
  const { stderr = "", killed, signal } = error as Partial<ExecFileException>;
  const line = stderr
    .split("\n")
    .find((text) => /^\w*Error\b.*: /.test(text))
    ?.trim();
  const late = killed ? `it took longer than ${probeLimitMs / 1000} s` : undefined;
  const end = signal ? `it ended by ${signal}` : "it ended without a word";
  const reason = line ?? late ?? end;
  return `the binary of ${framework} does not load on ${runtime} (${reason})`;
}
