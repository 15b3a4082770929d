import { execFile } from "node:child_process";
import { dirname } from "node:path";
import { promisify } from "node:util";
import type { Model, ModelName } from "./models/model.ts";
import { models } from "./models/models.ts";
import type { ServerPackage } from "./servers.ts";

/** One server under one model. */
export interface Cell {
  readonly server: ServerPackage;
  readonly model: ModelName;
  readonly availability: Availability;
}

/** Whether this machine can run a cell, and if not, why. */
export type Availability =
  | { readonly kind: "available" }
  | { readonly kind: "unavailable"; readonly reason: string };

const available: Availability = { kind: "available" };
const run = promisify(execFile);

/** Every server under every model, with its availability on this machine. */
export async function listCells(
  servers: readonly ServerPackage[],
  modelNames: readonly ModelName[],
): Promise<readonly Cell[]> {
  const cells = await Promise.all(servers.map((server) => cellsOf(server, modelNames)));
  return cells.flat();
}

async function cellsOf(server: ServerPackage, modelNames: readonly ModelName[]): Promise<Cell[]> {
  const native = server.sockets === "native" ? await probeNative(server) : available;
  return modelNames.map((model) => ({
    server,
    model,
    availability: native.kind === "available" ? availabilityUnder(server, model) : native,
  }));
}

function availabilityUnder(server: ServerPackage, model: ModelName): Availability {
  const { nativeSocketsUnavailable, systemUnavailable }: Model = models[model];
  const socketsReason = server.sockets === "native" ? nativeSocketsUnavailable : undefined;
  const reason = socketsReason ?? systemUnavailable;
  return reason === undefined ? available : { kind: "unavailable", reason };
}

/** Loads the framework's binary in a process of its own: a bad one can end its process. */
async function probeNative({ framework, entry }: ServerPackage): Promise<Availability> {
  try {
    const program = `import(${JSON.stringify(framework)}).then(() => process.exit(0))`;
    await run(process.execPath, ["--input-type=module", "--eval", program], {
      cwd: dirname(entry),
      timeout: 5000,
    });
    return available;
  } catch (error) {
    return { kind: "unavailable", reason: whyNotLoaded(framework, error) };
  }
}

function whyNotLoaded(framework: string, error: unknown): string {
  const stderr = String((error as { stderr?: unknown }).stderr ?? "");
  const line = stderr.split("\n").find((text) => /^\w*Error\b.*: /.test(text));
  const reason = line?.trim() ?? "it ended without a word";
  return `the binary of ${framework} does not load on Node ${process.version} (${reason}); use the Node.js that \`npm ci\` installs`;
}
