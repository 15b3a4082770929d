import { once } from "node:events";
import { connect, type Socket } from "node:net";

/** One connection on which a rule says byte for byte what is sent. */
export interface RawConnection {
  send(text: string): void;
  /** Resolves with all that came once `enough` says so, or once the server has closed. */
  receive(enough: (text: string) => boolean): Promise<string>;
  /** Resolves once the server has closed, with all that came. */
  receiveAll(): Promise<string>;
  close(): void;
}

/** Opens a connection; `timeLimitMs` bounds every wait on it. */
export async function openRawConnection(
  origin: string,
  timeLimitMs: number,
): Promise<RawConnection> {
  const { hostname, port } = new URL(origin);
  const socket = connect({ host: hostname.replace(/^\[|\]$/g, ""), port: Number(port) });
  await once(socket, "connect", { signal: AbortSignal.timeout(timeLimitMs) });
  const received = collect(socket);
  const receive = (enough: (text: string) => boolean) => received(enough, timeLimitMs);
  return {
    send: (text) => void socket.write(text),
    receive,
    receiveAll: () => receive(() => false),
    close: () => void socket.destroy(),
  };
}

function collect(socket: Socket) {
  let text = "";
  socket.on("data", (chunk: Buffer) => {
    text += chunk.toString("latin1");
  });
  // A reset is an end like any other: what came before it is judged.
  socket.on("error", () => {});
  return async (enough: (text: string) => boolean, timeLimitMs: number): Promise<string> => {
    const signal = AbortSignal.timeout(timeLimitMs);
    while (!enough(text) && !socket.closed) {
      await Promise.race([
        once(socket, "data", { signal }),
        once(socket, "close", { signal }),
      ]).catch(() => {
        if (signal.aborted) throw new Error(`no end within ${timeLimitMs} ms after \`${text}\``);
      });
    }
    return text;
  };
}
