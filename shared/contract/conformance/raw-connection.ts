import { once } from "node:events";
import { connect, type Socket } from "node:net";

/** One connection on which a rule says byte for byte what is sent. */
export interface RawConnection {
  send(data: string | Uint8Array): void;
  /** Sends all of it before it reads anything, as a blocking client does; rejects when it cannot. */
  sendBeforeReading(data: Uint8Array): Promise<void>;
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
  const socket = connect({
    host: hostname.replace(/^\[|\]$/g, ""),
    port: Number(port),
    noDelay: true,
  });
  await once(socket, "connect", { signal: AbortSignal.timeout(timeLimitMs) });
  const received = collect(socket);
  const receive = (enough: (text: string) => boolean) => received(enough, timeLimitMs);
  return {
    send: (data) => void socket.write(data),
    sendBeforeReading: (data) => sendBeforeReading(socket, data, timeLimitMs),
    receive,
    receiveAll: () => receive(() => false),
    close: () => void socket.destroy(),
  };
}

async function sendBeforeReading(socket: Socket, data: Uint8Array, timeLimitMs: number) {
  const signal = AbortSignal.timeout(timeLimitMs);
  socket.pause();
  if (!socket.write(data)) await once(socket, "drain", { signal });
  socket.resume();
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
