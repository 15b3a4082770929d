import { spawnSync } from "node:child_process";
import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { RowbenchError } from "@rowbench/shared/contract";
import {
  describeMissing,
  findRuntime,
  isInstalled,
  runtimeNames,
  runtimesFolder,
} from "@rowbench/shared/runtimes";
import { Command, CommanderError } from "commander";

// `npm run runtimes -- add bun`: runtimes beside the Node.js that `npm ci` brings, each locked in a
// folder of its own, so that nobody downloads what he does not measure.

const program = new Command("runtimes")
  .description("What servers can be run with beside the Node.js of this repository")
  .exitOverride();
program.command("list").description("show which are installed").action(list);
program.command("add <names...>").description("install some").action(add);
program.command("remove <names...>").description("delete some").action(remove);

process.exitCode = run(process.argv.slice(2));

function run(args: readonly string[]): number {
  try {
    program.parse(args, { from: "user" });
    return 0;
  } catch (error) {
    // commander has printed its message already.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (!(error instanceof RowbenchError)) throw error;
    process.stderr.write(`error: ${error.message}\n`);
    return error.exitCode;
  }
}

function list(): void {
  for (const runtime of runtimeNames.map(findRuntime)) {
    const text = isInstalled(runtime)
      ? `${runtime.name.padEnd(7)} ${runtime.state.version.padEnd(9)} ${runtime.state.program}`
      : describeMissing(runtime);
    process.stdout.write(`${text}\n`);
  }
}

function add(names: readonly string[]): void {
  for (const { name, folder } of names.map(toFolder)) {
    const { status } = spawnSync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], {
      cwd: folder,
      stdio: "inherit",
      shell: process.platform === "win32",
    });
    if (status !== 0) throw new RowbenchError("RUNTIME_UNAVAILABLE", `npm cannot install ${name}`);
  }
  list();
}

function remove(names: readonly string[]): void {
  for (const { folder } of names.map(toFolder))
    rmSync(join(folder, "node_modules"), { recursive: true, force: true });
}

/** Throws USAGE for a name that has no folder: a Node.js of this repository, or a mistake. */
function toFolder(word: string): { readonly name: string; readonly folder: string } {
  const { name } = findRuntime(word);
  const folder = join(runtimesFolder, name);
  if (existsSync(join(folder, "package.json"))) return { name, folder };
  throw new RowbenchError("USAGE", `${name} comes with this repository: npm ci`);
}
