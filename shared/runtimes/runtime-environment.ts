import { join } from "node:path";
import { runtimesFolder } from "./find-runtime.ts";
import type { Runtime } from "./runtime.ts";

/** What a runtime wants in its environment beside what the server needs. */
export function runtimeEnvironment({ kind }: Runtime): Readonly<Record<string, string>> {
  if (kind !== "deno") return {};
  // Without a place for what it compiles Deno looks for a home, which a server may not have.
  const cache = join(runtimesFolder, "deno", "node_modules", ".deno");
  return { DENO_DIR: cache, DENO_NO_UPDATE_CHECK: "1" };
}
