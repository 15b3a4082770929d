import { createHash } from "node:crypto";
import { chmod, lstat, mkdir, writeFile } from "node:fs/promises";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { messageOf, RowbenchError } from "../../contract/index.ts";
import { type Account, resolveAccount, runAs } from "./postgres-account.ts";
import {
  type Binaries,
  completePackage,
  copyIn,
  copyPackage,
  findPackage,
} from "./postgres-binaries.ts";

/** A folder, binaries and an account that work together: tried, not guessed. */
export interface Place {
  /** Folder of everything that the instance writes. */
  readonly home: string;
  readonly binaries: Binaries;
  readonly account: Account | undefined;
}

/** The name of this user in paths and sockets: the uid where there is one. */
export const userKey: string = String(process.getuid?.() ?? userInfo().username.toLowerCase());

/** A short name for a folder in paths and sockets. */
export function hashOf(folder: string): string {
  return createHash("sha256").update(folder).digest("hex").slice(0, 12);
}

/** Where the instance of `root` writes: in `root` first, in the system's temporary folder else. */
export function homesOf(root: string): readonly string[] {
  return [
    join(root, ".rowbench", `postgres-${userKey}`),
    join(tmpdir(), `rowbench-${userKey}-${hashOf(root)}`),
  ];
}

/**
 * Finds where PostgreSQL can run. A clone in `/root` is closed to the account that it runs under,
 * and `node_modules` may be read-only: then the temporary folder serves, with a copy of the
 * binaries if need be. Throws DATABASE_START_FAILED with every attempt's reason.
 */
export async function findPlace(root: string): Promise<Place> {
  const account = resolveAccount();
  const original = findPackage();
  const [inRoot = "", inTemporary = ""] = homesOf(root);
  const attempts = [
    () => tryPackage({ home: inRoot, binaries: original, account }),
    () => tryPackage({ home: inTemporary, binaries: original, account }),
    () => tryHome({ home: inTemporary, binaries: copyIn(inTemporary), account }),
    async () =>
      tryHome({ home: inTemporary, binaries: await copyPackage(original, inTemporary), account }),
  ];
  const reasons: string[] = [];
  for (const attempt of attempts) {
    try {
      return await attempt();
    } catch (error) {
      reasons.push(messageOf(error).trim());
    }
  }
  throw new RowbenchError(
    "DATABASE_START_FAILED",
    `PostgreSQL can run neither in \`${inRoot}\` nor in \`${inTemporary}\` ` +
      `(${[...new Set(reasons)].join("; ")}): set DATABASE_URL to a server of your own`,
  );
}

/** Makes a folder that only this user can write, or accepts it when it is that already. */
export async function makeOwnFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const found = await lstat(folder);
  const isOwn = process.getuid === undefined || found.uid === process.getuid();
  if (!found.isDirectory() || !isOwn) {
    throw new Error(`\`${folder}\` belongs to another user or is no folder`);
  }
  // As root the unprivileged account has to pass through to its data.
  await chmod(folder, process.getuid?.() === 0 ? 0o711 : 0o700);
}

async function tryPackage(place: Place): Promise<Place> {
  await completePackage(place.binaries);
  return tryHome(place);
}

/** Lets the account read a setting from the home: that takes the binaries, and the way there. */
async function tryHome(place: Place): Promise<Place> {
  const { home, binaries, account } = place;
  await makeOwnFolder(home);
  const probe = join(home, "probe.conf");
  await writeFile(probe, "port = 4711\n");
  await chmod(probe, 0o644);
  const args = ["-D", home, "-c", `config_file=${probe}`, "-C", "port"];
  const { code, output } = await runAs(account, binaries.postgres, args);
  if (code !== 0 || !/^4711$/m.test(output)) {
    throw new Error(output || `postgres ended with \`${code}\``);
  }
  return place;
}
