import { writeSync } from "node:fs";
import type { Server, Socket } from "node:net";
import { messageOf } from "../../contract/index.ts";
import { listenExclusively } from "../../processes/index.ts";
import {
  isKeeperRequest,
  type KeeperAnswer,
  type KeeperRequest,
  keeperName,
  readLine,
} from "./keeper-messages.ts";
import { type Instance, startInstance } from "./postgres-instance.ts";

/*
 * The process that owns the embedded PostgreSQL of one folder. Programs hold a connection to it
 * as long as they use the database; the kernel closes that connection however they end. When the
 * last one is gone, the keeper stops PostgreSQL and ends. Started by `keeper-claim.ts` with the
 * folder as its argument.
 */

// Tasks that run one after the other find the instance still running.
const lingerMs = 1000;

const root = process.argv[2];
if (root === undefined) throw new Error("keeper.ts needs the folder whose database it keeps");
const server = await listenExclusively(keeperName(root));
// Another keeper was faster: the program that started this one will find it.
if (server !== undefined) await keep(server, root);

async function keep(server: Server, root: string): Promise<void> {
  const claims = new Set<Socket>();
  const starting = startInstance(root);
  let held = false;
  let lingering: NodeJS.Timeout | undefined;
  let isStopping = false;

  const stop = async (exitCode: number): Promise<never> => {
    // Who asks from now on is left waiting: the end of the connection tells that all has stopped.
    isStopping = true;
    const instance: Instance | undefined = await starting.catch(() => undefined);
    await instance?.stop();
    // The socket goes with the process, after PostgreSQL: the next keeper finds the folder free.
    process.exit(exitCode);
  };

  const stopWhenUnused = (afterMs: number): void => {
    clearTimeout(lingering);
    lingering = undefined;
    if (claims.size === 0 && !held) lingering = setTimeout(stop, afterMs, 0);
  };

  const answers: Record<KeeperRequest, (socket: Socket) => Promise<KeeperAnswer>> = {
    async claim(socket) {
      claims.add(socket);
      stopWhenUnused(lingerMs);
      socket.once("close", () => {
        claims.delete(socket);
        stopWhenUnused(lingerMs);
      });
      return starting.then(
        ({ home }) => ({ kind: "ready", home }),
        (error) => ({ kind: "failed", message: messageOf(error) }),
      );
    },
    async hold() {
      held = true;
      stopWhenUnused(lingerMs);
      return status();
    },
    async release() {
      held = false;
      stopWhenUnused(0);
      return status();
    },
    status: async () => status(),
  };

  const status = (): KeeperAnswer => ({ kind: "status", claims: claims.size, held });

  server.on("connection", async (socket) => {
    const request = await readLine(socket);
    if (isStopping) return;
    if (isKeeperRequest(request))
      socket.write(`${JSON.stringify(await answers[request](socket))}\n`);
    else socket.destroy();
  });
  process.on("SIGTERM", () => stop(0));
  process.on("SIGHUP", () => {});
  process.on("SIGINT", () => {});

  try {
    const instance = await starting;
    stopWhenUnused(lingerMs);
    await instance.ended;
    writeSync(2, "PostgreSQL has ended\n");
  } catch (error) {
    console.error(error);
  }
  // Whoever waits for an answer gets it before the process ends.
  setTimeout(() => process.exit(0), 300);
}
