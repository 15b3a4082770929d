import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { askWorkerId } from "../../client/worker-id.ts";
import { RowbenchError } from "../../contract/index.ts";
import type { LaunchOptions, RunningServer } from "./running-server.ts";

/** Why a model that shares its port in the kernel has no place on this system. */
export const systemUnavailable: { readonly systemUnavailable?: string } =
  process.platform === "linux"
    ? {}
    : {
        systemUnavailable: "only the Linux kernel spreads connections over SO_REUSEPORT listeners",
      };

/** Of two servers that began to listen at the same moment one answer in two may be the other's. */
const asks = 8;

/** Which runtimes cannot share a port among listeners of node:http. */
export const runtimeUnavailable = {
  bun: "Bun's node:http ignores `reusePort`: the second listener finds the port taken",
} as const;

/**
 * Starts a server whose listeners share one port. Two programs can share a port without an
 * error, so first nobody may listen there, and afterwards the answers must be its own.
 */
export async function launchOnSharedPort(
  options: LaunchOptions,
  launch: (port: number) => Promise<RunningServer>,
): Promise<RunningServer> {
  const running = await launch(await findPort(options));
  try {
    await assertOwnAnswers(options.host, running);
    return running;
  } catch (error) {
    await running.close();
    throw error;
  }
}

/**
 * Listens for a moment without sharing, which fails if anybody at all listens. It also chooses
 * the port where 0 is asked for: uWebSockets.js shares only a port that it is given.
 */
async function findPort({ host, port }: LaunchOptions): Promise<number> {
  const probe = createServer().listen({ host, port, exclusive: true });
  try {
    await once(probe, "listening");
  } catch (cause) {
    throw new RowbenchError("PORT_TAKEN", `port ${port} is taken`, { cause });
  }
  const { port: found } = probe.address() as AddressInfo;
  const closed = once(probe, "close");
  probe.close();
  await closed;
  return found;
}

/** Each time by a new connection, which the kernel gives to any of those that listen. */
async function assertOwnAnswers(host: string, { port, workers }: RunningServer): Promise<void> {
  const address = host.includes(":") ? `[${host}]` : host;
  for (let asked = 0; asked < asks; asked++) {
    const id = await askWorkerId(`http://${address}:${port}`);
    if (workers.some((worker) => worker.id === id)) continue;
    throw new RowbenchError(
      "PORT_TAKEN",
      `port ${port} is shared with another program: worker \`${id}\`, which is not ours, answers there`,
    );
  }
}
