import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

const programNames = ["valkey-server", "redis-server"] as const;

/** Why there is no embedded Redis on this machine, and what to do. */
export const redisMissing =
  "neither valkey-server nor redis-server is on PATH: set REDIS_URL=redis://host:6379, or install " +
  "one of them, for instance `apt-get install valkey-server` or `apt-get install redis-server`";

/** The path of a Redis that can be started; `undefined` where there is none, and on Windows. */
export function findRedisProgram(
  environment: Readonly<Record<string, string | undefined>>,
): string | undefined {
  if (process.platform === "win32") return undefined;
  const folders = (environment.PATH ?? "").split(delimiter).filter((folder) => folder !== "");
  return programNames
    .flatMap((name) => folders.map((folder) => join(folder, name)))
    .find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
