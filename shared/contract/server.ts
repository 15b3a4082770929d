import type { Server as HttpServer } from "node:http";
import type { RowStore } from "./row-store.ts";

/** Where a server is told to listen. */
export interface ListenAddress {
  readonly host: string;
  /** 0 lets the kernel choose a free one. */
  readonly port: number;
}

/** What a launcher asks of a server. `node:http` servers are wrapped into it by the launcher. */
export interface Server {
  /** Resolves with the port once connections are accepted; rejects when the port is taken. */
  listen(address: ListenAddress): Promise<number>;
  /** Accepts nothing new, and resolves when every answer in flight is sent. */
  close(): Promise<void>;
}

/** What `src/server.ts` of a package exports: the routes of the contract on a row store. */
export interface ServerModule {
  createServer(rows: RowStore): HttpServer | Server | Promise<HttpServer | Server>;
}
