import { fileURLToPath } from "node:url";
import { listServers } from "@rowbench/shared/concurrency";
import type { Series } from "../../results/records/series.ts";
import type { ServerCode } from "./server-code.ts";

const folder = fileURLToPath(new URL("../../bare/", import.meta.url));

/** The frameworks that have a server without this project's database layer, see `bare/table.ts`. */
export const bareServers: readonly string[] = listServers(folder).map(({ name }) => name);

/** Finds the code of a series among the packages, or among the bare servers. */
export function codeOrBare(): (series: Series) => ServerCode {
  const packages = new Map(listServers().map(({ name, entry }) => [name, entry]));
  const bare = new Map(listServers(folder).map(({ name, entry }) => [name, entry]));
  return ({ server, code }) => {
    const entry = (code === "bare" ? bare : packages).get(server);
    if (entry === undefined) throw new Error(`there is no server \`${server}\``);
    return { entry, hasLookUpsAlone: code === "bare" };
  };
}
