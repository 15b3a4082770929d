import { existsSync, readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { messageOf, RowbenchError } from "@rowbench/shared/contract";
import type { LiveView } from "./live-view.ts";

/** Shows a run to browsers on this machine, and to nobody else. */
export interface LiveServer {
  readonly url: string;
  /** Sends the view to whoever looks. */
  show(view: LiveView): void;
  /** Tells whoever looks that the run has ended, so that they load its report. */
  end(): void;
  /** Whether nobody looks any more: who was told of the end has turned to the report. */
  isSettled(): boolean;
  close(): Promise<void>;
}

/** What a live server is given. */
export interface LiveServerOptions {
  /** Of the run, where `report.html` will be. */
  readonly folder: string;
  /** 0 for any free one. */
  readonly port: number;
}

const address = "127.0.0.1";
const mostWatchers = 16;

const assets = {
  "/": { file: "index.html", type: "text/html; charset=utf-8" },
  "/live.css": { file: "live.css", type: "text/css; charset=utf-8" },
  "/live.js": { file: "live.js", type: "text/javascript; charset=utf-8" },
} as const satisfies Record<string, { file: string; type: string }>;

const common = {
  "Cache-Control": "no-store",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
} as const;

/** Everything of the page is a file of this server; nothing else loads, frames or runs. */
const pagePolicy =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** Rejects with PORT_TAKEN where another program listens. */
export async function startLiveServer(options: LiveServerOptions): Promise<LiveServer> {
  const watchers = new Set<ServerResponse>();
  const state: LiveState = { watchers, lastEvent: "", hasEnded: false };
  const server = createServer((request, response) => {
    answer(request, response, hostsOf(server.address() as AddressInfo), options.folder, state);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(options.port, address, resolve);
  }).catch((cause) => {
    const message = `port ${options.port} cannot be listened on: ${messageOf(cause)}`;
    throw new RowbenchError("PORT_TAKEN", message, { cause });
  });
  const send = (event: string) => {
    for (const watcher of watchers) watcher.write(event);
  };
  return {
    url: `http://${address}:${(server.address() as AddressInfo).port}/`,
    show: (view) => {
      const event = `data: ${JSON.stringify(view)}\n\n`;
      if (event === state.lastEvent) return;
      state.lastEvent = event;
      send(event);
    },
    end: () => {
      state.hasEnded = true;
      send(endEvent);
    },
    isSettled: () => watchers.size === 0,
    close: async () => {
      for (const watcher of watchers) watcher.end();
      await new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      });
    },
  };
}

interface LiveState {
  readonly watchers: Set<ServerResponse>;
  /** What a browser that comes later is shown at once. */
  lastEvent: string;
  hasEnded: boolean;
}

const reportPath = "/report.html";
const endEvent = "event: end\ndata: {}\n\n";

/** A page elsewhere whose name was made to lead here would send its own name. */
function hostsOf({ port }: AddressInfo): readonly string[] {
  return [`${address}:${port}`, `localhost:${port}`];
}

function answer(
  { method, url = "/", headers }: IncomingMessage,
  response: ServerResponse,
  hosts: readonly string[],
  folder: string,
  state: LiveState,
): void {
  if (!hosts.includes(headers.host ?? "")) refuse(response, 421, "this host is not served");
  else if (method !== "GET") refuse(response, 405, "GET alone");
  else if (url === "/favicon.ico") response.writeHead(204, common).end();
  else if (url === "/events") watch(response, state);
  else if (url === reportPath || (url === "/" && state.hasEnded)) sendReport(response, folder);
  else sendAsset(response, url);
}

function sendAsset(response: ServerResponse, url: string): void {
  const asset = Object.entries(assets).find(([path]) => path === url)?.[1];
  if (asset === undefined) refuse(response, 404, "there is no such page");
  else {
    const file = fileURLToPath(new URL(`page/${asset.file}`, import.meta.url));
    const policy = { "Content-Security-Policy": pagePolicy };
    response
      .writeHead(200, { ...common, ...policy, "Content-Type": asset.type })
      .end(readFileSync(file));
  }
}

function watch(response: ServerResponse, { watchers, lastEvent, hasEnded }: LiveState): void {
  if (watchers.size >= mostWatchers) refuse(response, 503, "too many look at this run");
  else {
    response.writeHead(200, { ...common, "Content-Type": "text/event-stream" });
    response.write(`retry: 1000\n\n${lastEvent}${hasEnded ? endEvent : ""}`);
    watchers.add(response);
    response.once("close", () => watchers.delete(response));
  }
}

/** It names what its own scripts may do, and nothing may frame it. */
function sendReport(response: ServerResponse, folder: string): void {
  const path = join(folder, "report.html");
  if (!existsSync(path)) refuse(response, 404, "this run has no report.html");
  else {
    const policy = "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    const headers = { "Content-Type": assets["/"].type, "Content-Security-Policy": policy };
    response.writeHead(200, { ...common, ...headers }).end(readFileSync(path));
  }
}

function refuse(response: ServerResponse, status: number, text: string): void {
  response
    .writeHead(status, { ...common, "Content-Type": "text/plain; charset=utf-8" })
    .end(`${text}\n`);
}
