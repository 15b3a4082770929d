import { join, relative } from "node:path";
import { RowbenchError } from "@rowbench/shared/contract";
import { requireRuntime } from "@rowbench/shared/runtimes";
import type { TestedServer } from "../../experiment/testbed/testbed.ts";
import { startTestedServer } from "../../experiment/testbed/tested-server.ts";
import { type Fixture, startFixture } from "../../load/fixtures/fixture.ts";
import { repositoryRoot } from "../../results/records/places.ts";
import type { Calls } from "../protocol.ts";
import type { Role, Tell } from "./role.ts";

/** Starts servers, several at once where they take turns, and the null server. */
export async function createServerRole(tell: Tell): Promise<Role> {
  const servers = new Map<number, TestedServer>();
  let started = 0;
  let nullServer: Fixture | undefined;
  const serverOf = (id: number): TestedServer => {
    const server = servers.get(id);
    if (server !== undefined) return server;
    throw new RowbenchError("HOST_FAILED", `it has no server ${id}`);
  };
  const stopNullServer = async () => {
    const last = nullServer;
    nullServer = undefined;
    await last?.stop();
    return null;
  };
  return {
    pids: [],
    answers: {
      startServer: async (start) => {
        const server = await startHere(start);
        started += 1;
        const id = started;
        servers.set(id, server);
        void server.ended.then((how) => tell("serverEnded", { id, how }));
        const { origin, workerIds, pids } = server;
        return { id, origin, workerIds, pids, leaders: server.leaders() };
      },
      checkServer: ({ id, ...check }) => serverOf(id).check(check),
      stopServer: async ({ id }) => {
        const server = serverOf(id);
        servers.delete(id);
        await server.stop();
        return null;
      },
      startNullServer: async ({ address, workers }) => {
        await stopNullServer();
        nullServer = await startFixture("null-server", "", { host: address, workers });
        return { url: nullServer.url };
      },
      stopNullServer,
    },
    hears: {},
    async close() {
      await Promise.allSettled([...servers.values()].map((server) => server.stop()));
      await stopNullServer();
    },
  };
}

function startHere(start: Calls["startServer"][0]): Promise<TestedServer> {
  const { address: host, entry, runtime, topology, serveProgram: _ours, ...same } = start;
  const program = runtime === undefined ? {} : { runtime: requireRuntime(runtime) };
  return startTestedServer({ ...same, ...program, host, entry: pathHere(entry) }, topology);
}

/** A person's path to a file of the repository is another one in the image. */
function pathHere(path: string): string {
  const own = join(repositoryRoot, path);
  if (!relative(repositoryRoot, own).startsWith("..")) return own;
  throw new RowbenchError("SERVER_UNAVAILABLE", `\`${path}\` is not in the image`);
}
