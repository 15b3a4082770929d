import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { unknownWord } from "../contract/choice.ts";
import { RowbenchError } from "../contract/index.ts";
import {
  type InstalledRuntime,
  isInstalled,
  type Runtime,
  type RuntimeKind,
  type RuntimeName,
  type RuntimeState,
  runtimeNames,
} from "./runtime.ts";

const repositoryRoot = fileURLToPath(new URL("../..", import.meta.url));
/** A folder each, with a `package.json` and a lock of its own: `npm run runtimes -- add bun`. */
export const runtimesFolder = join(repositoryRoot, "runtimes");
const rootModules = join(repositoryRoot, "node_modules");
const packagesFolder = join(repositoryRoot, "packages");

/** The runtime that runs this program. */
export function ownRuntime(): InstalledRuntime {
  const { node, bun, deno }: NodeJS.ProcessVersions & { deno?: string } = process.versions;
  const kind: RuntimeKind = bun ? "bun" : deno ? "deno" : "node";
  const version = bun ?? deno ?? node;
  const name = kind === "node" ? `node${node.split(".")[0]}` : kind;
  return { name, kind, state: { kind: "installed", program: process.execPath, version } };
}

/**
 * A runtime by its name, or by the path of a Node.js that a person has installed. Throws USAGE for
 * any other word, and for a path at which no Node.js answers.
 */
export function findRuntime(word: string): Runtime {
  const own = ownRuntime();
  if (word === own.name) return own;
  const name = runtimeNames.find((one) => one === word);
  if (name !== undefined) return { name, kind: kindOf(name), state: stateOf(name) };
  if (word.includes("/") || word.includes("\\")) return runtimeAt(word);
  throw new RowbenchError("USAGE", unknownWord("runtime", word, runtimeNames));
}

/** The same, which must be there; throws RUNTIME_UNAVAILABLE with its reason otherwise. */
export function requireRuntime(word: string): InstalledRuntime {
  const runtime = findRuntime(word);
  if (isInstalled(runtime)) return runtime;
  throw new RowbenchError("RUNTIME_UNAVAILABLE", describeMissing(runtime));
}

/** The program of a Node.js: the one that runs this, or under another runtime the newest there is. */
export function nodeProgram(): string {
  const own = ownRuntime();
  const newestFirst = runtimeNames.filter((name) => kindOf(name) === "node").toReversed();
  const all = own.kind === "node" ? [own] : newestFirst.map(findRuntime);
  const found = all.find(isInstalled);
  return found === undefined ? "node" : found.state.program;
}

/** Why a runtime is not there, with its name. */
export function describeMissing({ name, state }: Runtime): string {
  return state.kind === "missing" ? `${name} is ${state.reason}` : `${name} is installed`;
}

function kindOf(name: RuntimeName): RuntimeKind {
  return name === "bun" || name === "deno" ? name : "node";
}

function stateOf(name: RuntimeName): RuntimeState {
  const kind = kindOf(name);
  const found = placesOf(name)
    .flatMap((folder) => packagesIn(folder, kind))
    .map((path) => installedAt(path, kind))
    .find((state) => state !== undefined && isNamed(name, state.version));
  if (found !== undefined) return found;
  const isOnDemand = existsSync(join(runtimesFolder, name));
  const command = isOnDemand ? `npm run runtimes -- add ${name}` : "npm ci";
  return { kind: "missing", reason: `not installed: ${command}` };
}

/** Its own folder; for Node.js also the repository's, and packages' that bring an older one along. */
function placesOf(name: RuntimeName): readonly string[] {
  const own = join(runtimesFolder, name, "node_modules");
  if (kindOf(name) !== "node") return [own];
  const nested = readdirSync(packagesFolder).map((one) =>
    join(packagesFolder, one, "node_modules"),
  );
  return [own, rootModules, ...nested];
}

function isNamed(name: RuntimeName, version: string): boolean {
  return kindOf(name) !== "node" || name === `node${version.split(".")[0]}`;
}

type Installed = Extract<RuntimeState, { kind: "installed" }>;

/** Where packages keep their program. */
const programsOf: Readonly<Record<RuntimeKind, readonly string[]>> = {
  node: ["bin/node", "bin/node.exe"],
  bun: ["bin/bun", "bin/bun.exe"],
  deno: ["deno", "deno.exe"],
};

function installedAt(path: string, kind: RuntimeKind): Installed | undefined {
  const program = programsOf[kind].map((file) => join(path, file)).find(existsSync);
  if (program === undefined) return undefined;
  const { version } = JSON.parse(readFileSync(join(path, "package.json"), "utf8"));
  return { kind: "installed", program, version };
}

/** How the names of their packages begin, or their scope. */
const packagesOf: Readonly<Record<RuntimeKind, string>> = {
  node: "node-",
  bun: "@oven",
  deno: "@deno",
};

/** Packages of a `node_modules` that may be a runtime of this kind. */
function packagesIn(folder: string, kind: RuntimeKind): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.startsWith(packagesOf[kind]))
    .flatMap((name) =>
      name.startsWith("@")
        ? readdirSync(join(folder, name)).map((own) => join(folder, name, own))
        : [join(folder, name)],
    );
}

/** The oldest Node.js that reads TypeScript without being asked to. */
const oldestNode = { major: 22, minor: 18 };

function runtimeAt(path: string): Runtime {
  const program = resolve(path);
  const { stdout, status } = spawnSync(program, ["--print", "process.versions.node"], {
    encoding: "utf8",
    timeout: 5000,
  });
  const version = status === 0 ? stdout.trim() : "";
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if (!(major > 0)) throw new RowbenchError("USAGE", `no Node.js answers at \`${path}\``);
  if (major < oldestNode.major || (major === oldestNode.major && minor < oldestNode.minor))
    throw new RowbenchError(
      "USAGE",
      `servers need Node.js ${oldestNode.major}.${oldestNode.minor} or later, \`${path}\` is ${version}`,
    );
  return { name: path, kind: "node", state: { kind: "installed", program, version } };
}
