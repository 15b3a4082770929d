import { spawn } from "node:child_process";
import { RowbenchError } from "../../contract/index.ts";
import { runSqlPrompt } from "./sql-prompt.ts";

/**
 * Runs `psql` on this process's terminal, or a plain prompt where there is none on the PATH.
 * Resolves to its exit code. The password goes by environment: arguments can be seen by others.
 */
export async function runPsql(url: string, args: readonly string[]): Promise<number> {
  const code = await spawnPsql(url, args);
  if (code !== undefined) return code;
  if (args.length > 0) {
    throw new RowbenchError(
      "USAGE",
      `\`psql\` was not found on the PATH, so \`${args.join(" ")}\` cannot be passed to it: ` +
        "give the SQL on the standard input instead",
    );
  }
  const { stdin, stdout, stderr } = process;
  return runSqlPrompt(url, { input: stdin, output: stdout, messages: stderr });
}

/** `undefined` when there is no `psql`. */
function spawnPsql(url: string, args: readonly string[]): Promise<number | undefined> {
  // Ctrl-C at the prompt is for psql, which cancels the statement.
  const ignore = (): void => {};
  process.on("SIGINT", ignore);
  return new Promise<number | undefined>((resolve, reject) => {
    const env = { ...process.env, ...psqlEnvironment(new URL(url)) };
    const child = spawn("psql", args, { env, stdio: "inherit" });
    child.once("error", (error: NodeJS.ErrnoException) =>
      error.code === "ENOENT" ? resolve(undefined) : reject(error),
    );
    child.once("exit", (code) => resolve(code ?? 1));
  }).finally(() => process.off("SIGINT", ignore));
}

function psqlEnvironment(url: URL): NodeJS.ProcessEnv {
  const entries = {
    PGHOST: url.hostname.replace(/^\[|\]$/g, ""),
    PGPORT: url.port,
    PGUSER: decodeURIComponent(url.username),
    PGPASSWORD: decodeURIComponent(url.password),
    PGDATABASE: decodeURIComponent(url.pathname.slice(1)),
    PGSSLMODE: url.searchParams.get("sslmode") ?? "",
  };
  return Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== ""));
}
