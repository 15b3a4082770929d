import type { Server as HttpServer } from "node:http";
import type { RowCache } from "./row-cache.ts";
import type { RowStore } from "./row-store.ts";

/** Where a server is told to listen. */
export interface ListenAddress {
  readonly host: string;
  /** 0 lets the kernel choose a free one. */
  readonly port: number;
  /** Share the port with other listeners that ask for it too (`SO_REUSEPORT`). */
  readonly reusePort: boolean;
}

/**
 * What a launcher asks of a server. `node:http` servers are wrapped into it by the launcher.
 * Closing has two steps, so that a server of several workers first has no listener left: a client
 * that was told to close its connection would otherwise come back to a worker that closes next.
 */
export interface Server {
  /** Resolves with the port once connections are accepted; rejects when the port is taken. */
  listen(address: ListenAddress): Promise<number>;
  /** Accepts nothing new; connections that are open go on as before. */
  stopListening(): Promise<void>;
  /** Resolves when every answer in flight is sent and its connection closed. */
  drain(): Promise<void>;
}

/** What `src/server.ts` of a package exports: the routes of the contract on a row store and a cache. */
export interface ServerModule {
  createServer(rows: RowStore, cache: RowCache): HttpServer | Server | Promise<HttpServer | Server>;
}
