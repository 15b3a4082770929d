import { randomBytes } from "node:crypto";
import { chown, mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { RowbenchError } from "../../contract/index.ts";
import { runAs } from "./postgres-account.ts";
import type { Place } from "./postgres-place.ts";

/** The name of the superuser, and of the database. */
export const clusterName = "rowbench";

const passwordFile = "rowbench-password";

/** The folder that PostgreSQL calls its data folder. */
export function dataFolderOf(place: Place): string {
  return join(place.home, "data");
}

/**
 * Makes sure that there is a data folder of this PostgreSQL's version, and resolves to the
 * superuser's password. `fresh` throws away what is there.
 */
export async function ensureCluster(place: Place, fresh = false): Promise<string> {
  const data = dataFolderOf(place);
  const known = fresh ? undefined : await readPassword(place, data);
  await removeUnfinished(place);
  if (known !== undefined) return known;
  await rm(data, { recursive: true, force: true });
  return createCluster(place, data);
}

async function readPassword(place: Place, data: string): Promise<string | undefined> {
  try {
    const version = (await readFile(join(data, "PG_VERSION"), "utf8")).trim();
    const { output } = await runAs(place.account, place.binaries.postgres, ["-V"]);
    if (!output.includes(` ${version}.`)) return undefined;
    return await readFile(join(data, passwordFile), "utf8");
  } catch {
    return undefined;
  }
}

/** `initdb` beside the final name: an interrupted one leaves nothing that looks finished. */
async function createCluster(place: Place, data: string): Promise<string> {
  const password = randomBytes(24).toString("base64url");
  const unfinished = await makeFolderFor(place, `unfinished-${process.pid}`);
  const secret = join(unfinished, "password");
  const cluster = join(unfinished, "data");
  await writeFile(secret, password, { mode: 0o600 });
  await giveTo(place, secret);
  try {
    await initialise(place, cluster, secret);
    await writeFile(join(cluster, passwordFile), password, { mode: 0o600 });
    await rename(cluster, data);
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
  return password;
}

async function initialise(place: Place, cluster: string, secret: string): Promise<void> {
  const { code, output } = await runAs(place.account, place.binaries.initdb, [
    `--pgdata=${cluster}`,
    `--username=${clusterName}`,
    `--pwfile=${secret}`,
    "--auth=scram-sha-256",
    "--encoding=UTF8",
    "--locale=C",
    "--no-sync",
    "--no-instructions",
  ]);
  await rm(secret, { force: true });
  if (code === 0) return;
  throw new RowbenchError(
    "DATABASE_START_FAILED",
    `initdb ended with \`${code}\`: ${output.trim().split("\n").slice(-3).join(" | ")}`,
  );
}

async function makeFolderFor(place: Place, name: string): Promise<string> {
  const folder = join(place.home, name);
  await mkdir(folder, { mode: 0o700 });
  await giveTo(place, folder);
  return folder;
}

async function giveTo({ account }: Place, path: string): Promise<void> {
  if (account !== undefined) await chown(path, account.uid, account.gid);
}

async function removeUnfinished({ home }: Place): Promise<void> {
  for (const name of await readdir(home)) {
    if (/^(binaries-)?unfinished-/.test(name))
      await rm(join(home, name), { recursive: true, force: true });
  }
}
