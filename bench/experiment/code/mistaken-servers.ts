import { fileURLToPath } from "node:url";
import { listServers } from "@rowbench/shared/concurrency";
import type { Series } from "../../results/records/series.ts";
import type { ServerCode } from "./server-code.ts";

const folder = fileURLToPath(new URL("../../mistakes/servers/", import.meta.url));

/** The servers that have mistakes of their code, see `mistakes/`. */
export const mistakableServers: readonly string[] = listServers(folder).map(({ name }) => name);

/** Finds the code of a series: a package, or the server that is told which mistake to make. */
export function codeOrMistaken(): (series: Series) => ServerCode {
  const mistaken = listServers(folder);
  const tuned = listServers();
  return ({ server, variant }) => {
    const among = variant === undefined ? tuned : mistaken;
    const found = among.find(({ name }) => name === server);
    if (found === undefined) throw new Error(`there is no server \`${server}\``);
    return { entry: found.entry };
  };
}
