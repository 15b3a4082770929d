import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { RowbenchError } from "../contract/index.ts";
import { installedVersion } from "../runtimes/installed-version.ts";

const socketKinds = ["node", "native", "bun", "deno"] as const;
export type Sockets = (typeof socketKinds)[number];

/** A reference server: a folder of `packages/`. */
export interface ServerPackage {
  /** The folder's name. */
  readonly name: string;
  /** Path of `src/server.ts`. */
  readonly entry: string;
  /** The framework's name on npm, or `node:http`. */
  readonly framework: string;
  readonly frameworkVersion: string;
  /** Who opens its sockets: `node:http`, native code of the framework, `Bun.serve`, `Deno.serve`. */
  readonly sockets: Sockets;
  /** Runtimes that it is made for, to be tried where the usual one cannot run it; none for most. */
  readonly runtimes: readonly string[];
}

/** Whether a server stands on what Node.js has, and not on another runtime's own. */
export function isOfNode({ sockets }: Pick<ServerPackage, "sockets">): boolean {
  return sockets === "node" || sockets === "native";
}

const packagesFolder = fileURLToPath(new URL("../../packages/", import.meta.url));

/** All reference servers, by name: each folder that has a `src/server.ts`. */
export function listServers(folder: string = packagesFolder): readonly ServerPackage[] {
  return readdirSync(folder)
    .filter((name) => existsSync(join(folder, name, "src/server.ts")))
    .sort()
    .map((name) => readServer(folder, name));
}

/** The server whose `src/server.ts` is at this path. Throws USAGE for any other path. */
export function serverAt(entry: string): ServerPackage {
  const folder = dirname(dirname(entry));
  if (existsSync(entry) && entry === join(folder, "src", "server.ts"))
    return readServer(dirname(folder), basename(folder));
  throw new RowbenchError("USAGE", `expected the path of a src/server.ts, got \`${entry}\``);
}

function readServer(folder: string, name: string): ServerPackage {
  const manifest = join(folder, name, "package.json");
  const { framework, sockets, runtimes = [] } = readManifest(manifest);
  return {
    name,
    entry: join(folder, name, "src/server.ts"),
    framework,
    frameworkVersion: versionOf(framework, manifest),
    sockets,
    runtimes,
  };
}

interface Manifest extends Pick<ServerPackage, "framework" | "sockets"> {
  readonly runtimes?: readonly string[];
}

function readManifest(path: string): Manifest {
  const { rowbench } = JSON.parse(readFileSync(path, "utf8"));
  const valid = typeof rowbench?.framework === "string" && socketKinds.includes(rowbench.sockets);
  if (valid) return rowbench;
  throw new RowbenchError(
    "USAGE",
    `${path} needs "rowbench": { "framework": its npm name or "node:http", "sockets": one of ${socketKinds.join(", ")} }`,
  );
}

function versionOf(framework: string, manifest: string): string {
  if (framework.startsWith("node:")) return process.versions.node;
  return installedVersion(framework, manifest);
}
