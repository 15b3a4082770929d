import { renameSync, rmSync } from "node:fs";
import { createConnection, createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Where a name lives: a test may ask for the kind of socket that another system has. */
export interface SocketPlace {
  readonly platform?: NodeJS.Platform;
  /** Folder of the socket files on systems that have neither abstract sockets nor pipes. */
  readonly folder?: string;
}

/**
 * Listens on a local socket that only one process of this machine can hold. Resolves to
 * `undefined` when another process holds the name. The claim ends with the process, however that
 * ends: no lock file stays behind. The name is at most 50 bytes of `[a-z0-9-]`.
 */
export async function listenExclusively(
  name: string,
  place: SocketPlace = {},
): Promise<Server | undefined> {
  const path = socketPath(name, place);
  const server = await listen(path);
  if (server !== undefined || !isFile(path)) return server;
  if (!(await removeStale(path))) return undefined;
  return listen(path);
}

/** Connects to the process that holds the name; `undefined` when nobody does. */
export function connectTo(name: string, place: SocketPlace = {}): Promise<Socket | undefined> {
  return connect(socketPath(name, place));
}

function socketPath(name: string, { platform = process.platform, folder }: SocketPlace): string {
  // An abstract socket is bound atomically and vanishes with its process.
  if (platform === "linux") return `\0${name}`;
  if (platform === "win32") return `\\\\.\\pipe\\${name}`;
  return join(folder ?? tmpdir(), `${name}.sock`);
}

function isFile(path: string): boolean {
  return !path.startsWith("\0") && !path.startsWith("\\\\.\\pipe\\");
}

function listen(path: string): Promise<Server | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EADDRINUSE") resolve(undefined);
      else reject(error);
    });
    // `exclusive`: a cluster worker would otherwise share the socket through its primary.
    server.listen({ path, exclusive: true }, () => resolve(server));
  });
}

/** Nobody holds the name; ECONNRESET: its holder ended before it accepted. */
const endCodes: ReadonlySet<string> = new Set(["ECONNREFUSED", "ENOENT", "ECONNRESET"]);

function connect(path: string): Promise<Socket | undefined> {
  return new Promise((resolve, reject) => {
    const socket = createConnection({ path });
    const fail = (error: NodeJS.ErrnoException): void => {
      if (endCodes.has(error.code ?? "")) resolve(undefined);
      else reject(error);
    };
    socket.once("error", fail);
    socket.once("connect", () => {
      socket.off("error", fail);
      resolve(socket);
    });
  });
}

/**
 * Removes a socket file that its process left behind. The file is first moved aside, so that of
 * two processes that saw it stale only one moves it; a live one is moved back.
 */
async function removeStale(path: string): Promise<boolean> {
  if (await answers(path)) return false;
  const aside = `${path}.${process.pid}`;
  try {
    renameSync(path, aside);
  } catch {
    return false;
  }
  if (await answers(aside)) {
    renameSync(aside, path);
    return false;
  }
  rmSync(aside, { force: true });
  return true;
}

async function answers(path: string): Promise<boolean> {
  const socket = await connect(path);
  socket?.destroy();
  return socket !== undefined;
}
