import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { RowbenchError } from "../../contract/index.ts";

/** The unprivileged account that PostgreSQL runs under when the program runs as root. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/** What a finished command left: its exit code (`null` after a signal) and all that it said. */
export interface Finished {
  readonly code: number | null;
  readonly output: string;
}

/** `undefined` for an ordinary user. Throws DATABASE_START_FAILED when root finds no account. */
export function resolveAccount(): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const passwd = readFileSync("/etc/passwd", "utf8");
  const account = findAccount(passwd, "postgres") ?? findAccount(passwd, "nobody");
  if (account !== undefined) return account;
  throw new RowbenchError(
    "DATABASE_START_FAILED",
    "PostgreSQL refuses to run as root and `/etc/passwd` has neither `postgres` nor `nobody`: " +
      "run as an ordinary user, or set DATABASE_URL to a server of your own",
  );
}

/** The environment of PostgreSQL's programs: nothing of the caller's PG* variables or locale. */
export function postgresEnvironment(): NodeJS.ProcessEnv {
  const { PATH, SystemRoot, TEMP } = process.env;
  const inherited = Object.entries({ PATH, SystemRoot, TEMP }).filter(([, value]) => value);
  return { ...Object.fromEntries(inherited), LC_ALL: "C", TZ: "UTC" };
}

/** Runs a program of PostgreSQL under the account until it ends, 60 s at most. */
export function runAs(
  account: Account | undefined,
  file: string,
  args: readonly string[],
): Promise<Finished> {
  return new Promise((resolve, reject) => {
    // The folder of the caller may be closed to the account, and initdb asks where it is.
    const child = spawn(file, args, {
      ...account,
      cwd: "/",
      env: postgresEnvironment(),
      stdio: ["ignore", "pipe", "pipe"],
      timeout: 60_000,
    });
    let output = "";
    child.stdout.on("data", (data) => (output += data));
    child.stderr.on("data", (data) => (output += data));
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, output }));
  });
}

function findAccount(passwd: string, name: string): Account | undefined {
  const fields = passwd
    .split("\n")
    .find((line) => line.startsWith(`${name}:`))
    ?.split(":");
  const uid = Number(fields?.[2]);
  const gid = Number(fields?.[3]);
  return Number.isInteger(uid) && uid !== 0 && Number.isInteger(gid) ? { uid, gid } : undefined;
}
