import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/**
 * The path of the first of these programs that can be run, from `PATH` or from further folders;
 * `undefined` where there is none, and on Windows.
 */
export function findProgram(
  names: readonly string[],
  { PATH = "" }: Readonly<Record<string, string | undefined>>,
  further: readonly string[] = [],
): string | undefined {
  if (process.platform === "win32") return undefined;
  const folders = [...PATH.split(delimiter).filter((folder) => folder !== ""), ...further];
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
