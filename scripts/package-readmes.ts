import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { listServers } from "@rowbench/shared/concurrency";
import { formatReadmePart, replaceReadmePart } from "./readme-part.ts";

/* `npm run readmes`: writes what the READMEs of `packages` share into each of them. */

for (const server of listServers()) {
  const path = join(server.entry, "../../README.md");
  const readme = readFileSync(path, "utf8");
  writeFileSync(path, replaceReadmePart(readme, formatReadmePart(server)));
}
