import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { type Model, models, type ServerPackage } from "@rowbench/shared/concurrency";

const start = "<!-- shared: start -->";
const end = "<!-- shared: end -->";

/** What the READMEs of all servers share, between its markers: how to start one, and what to read. */
export function formatReadmePart(server: ServerPackage): string {
  const { name } = server;
  const app = appOf(server);
  const several = `PORT=4000 npm start -w packages/${name} -- --model ${severalModel(server)} --workers 2`;
  const commands = [...runtimeCommands(server), `npm start -w packages/${name}`, several];
  return `${start}
\`\`\`
${commands.join("\n")}
\`\`\`

To copy: [\`example.ts\`](example.ts), which starts by itself and needs nothing of this repository. What is measured is
[\`${app}\`](${app}): the routes of the contract on a row store and a cache that it is given.
It knows nothing of processes, connections to PostgreSQL or benchmarks;
[\`src/server.ts\`](src/server.ts) hands it to the launchers in [\`shared/concurrency\`](../../shared/concurrency), which
bring those.
${end}`;
}

/** A README with another part between its markers; throws for one that has none. */
export function replaceReadmePart(readme: string, part: string): string {
  const [from, to] = [readme.indexOf(start), readme.indexOf(end)];
  if (from === -1 || to < from) throw new Error(`expected ${start} and then ${end} in a README`);
  return readme.slice(0, from) + part + readme.slice(to + end.length);
}

/** A model of several processes that the server can run under. */
function severalModel({ sockets }: ServerPackage): string {
  const { nativeSocketsUnavailable }: Model = models.cluster;
  const hasCluster = sockets === "node" || nativeSocketsUnavailable === undefined;
  return hasCluster ? "cluster" : "reuseport";
}

/** What installs the runtime of a server whose sockets are not those of Node.js. */
function runtimeCommands({ sockets }: ServerPackage): readonly string[] {
  return sockets === "bun" || sockets === "deno" ? [`npm run runtimes -- add ${sockets}`] : [];
}

/** Its own app, or that of the server of this repository on which it stands. */
function appOf({ entry }: ServerPackage): string {
  const folder = dirname(dirname(entry));
  const own = "src/app.ts";
  if (existsSync(join(folder, own))) return own;
  const { dependencies } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const [base] = Object.keys(dependencies)
    .map((name) => `../${basename(name)}/${own}`)
    .filter((path) => existsSync(join(folder, path)));
  if (base === undefined) throw new Error(`no src/app.ts is to be found for ${folder}`);
  return base;
}
