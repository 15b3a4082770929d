import { readFileSync } from "node:fs";

/** A JSON file as it is; undefined when there is none. Throws for one that is no JSON. */
export function readJson<Content>(path: string): Content | undefined {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}
