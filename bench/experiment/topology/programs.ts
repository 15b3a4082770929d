import { execFileSync } from "node:child_process";
import { findProgram } from "@rowbench/shared/processes";

/** A program that stands around a server, as Debian and its kin install it. */
export interface AroundProgram {
  readonly path: string;
  /** Such as `1.22.1`. */
  readonly version: string;
}

export type AroundName = "nginx" | "pgbouncer";

/** Where services are, which a person's own PATH may lack. */
const serviceFolders = ["/usr/sbin", "/usr/local/sbin"];
const found = new Map<AroundName, AroundProgram | undefined>();

/** nginx or PgBouncer, if it is installed; looked for once. */
export function findAround(name: AroundName): AroundProgram | undefined {
  if (!found.has(name)) found.set(name, find(name));
  return found.get(name);
}

/** What to do where it is missing. */
export const aroundMissing: Readonly<Record<AroundName, string>> = {
  nginx: "nginx is not installed, for instance by `apt-get install nginx-light`",
  pgbouncer: "PgBouncer is not installed, for instance by `apt-get install pgbouncer`",
};

function find(name: AroundName): AroundProgram | undefined {
  const path = findProgram([name], process.env, serviceFolders);
  if (path === undefined) return undefined;
  return { path, version: versionIn(said(path, name === "nginx" ? "-v" : "--version")) };
}

/** nginx tells its version on its error output. */
function said(path: string, option: string): string {
  const command = `"$0" ${option} 2>&1`;
  return execFileSync("/bin/sh", ["-c", command, path], { encoding: "utf8", timeout: 5000 });
}

/** `1.18.0` of "PgBouncer 1.18.0" or "nginx version: nginx/1.22.1". */
export function versionIn(text: string): string {
  return /\d+(?:\.\d+)+/.exec(text)?.[0] ?? "";
}
