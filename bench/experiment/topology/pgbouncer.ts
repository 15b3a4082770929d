import { chmodSync, chownSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { resolveAccount } from "@rowbench/shared/database";
import { startTethered } from "@rowbench/shared/processes";
import { type Around, startAround } from "./around.ts";
import type { AroundProgram } from "./programs.ts";

const ownFile = 0o600;

/** Starts PgBouncer before a PostgreSQL, lending its connections by the transaction. */
export function startPgbouncer(
  { path, version }: AroundProgram,
  databaseUrl: string,
): Promise<Around> {
  // It refuses to run as root.
  const account = resolveAccount();
  const write = (file: string, text: string): string => {
    writeFileSync(file, text, { mode: ownFile });
    chmodSync(file, ownFile);
    if (account !== undefined) chownSync(file, account.uid, account.gid);
    return file;
  };
  return startAround({
    name: "PgBouncer",
    account,
    start(folder, port) {
      const users = write(join(folder, "users.txt"), userList(databaseUrl));
      const text = pgbouncerConfiguration(databaseUrl, { port, users, version });
      const file = write(join(folder, "pgbouncer.ini"), text);
      return startTethered({ program: path, words: [file], account });
    },
  });
}

/** Such a PgBouncer knows the names of prepared statements, whichever connection it lends. */
export function knowsNamedStatements(version: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major > 1 || (major === 1 && minor >= 21);
}

interface OwnSettings {
  readonly port: number;
  /** Path of the file with the passwords. */
  readonly users: string;
  readonly version: string;
}

/** As many connections to PostgreSQL as one of our servers may open by itself. */
function pgbouncerConfiguration(
  databaseUrl: string,
  { port, users, version }: OwnSettings,
): string {
  const { hostname, port: databasePort } = new URL(databaseUrl);
  return `[databases]
* = host=${hostname} port=${databasePort || 5432}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = scram-sha-256
auth_file = ${users}
pool_mode = transaction
default_pool_size = 64
max_client_conn = 10000
server_tls_sslmode = prefer
ignore_startup_parameters = extra_float_digits
log_connections = 0
log_disconnections = 0
${knowsNamedStatements(version) ? "max_prepared_statements = 100\n" : ""}`;
}

/** A line of its file of passwords, in which a quote is doubled. */
export function userList(databaseUrl: string): string {
  const { username, password } = new URL(databaseUrl);
  const quoted = [username, password].map(
    (text) => `"${decodeURIComponent(text).replaceAll('"', '""')}"`,
  );
  return `${quoted.join(" ")}\n`;
}
