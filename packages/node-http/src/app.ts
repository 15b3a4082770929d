import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import {
  burnCpu,
  checkHealth,
  errorReply,
  helloReply,
  notFoundReply,
  parseMilliseconds,
  type RowCache,
  type RowStore,
} from "@rowbench/shared/contract";
import { readForm } from "./form.ts";

const waitPath = "/wait/";
const cpuPath = "/cpu/";

/** The routes of the contract on a row store and a cache, for `http.createServer`. */
export function createApp(rows: RowStore, cache: RowCache): RequestListener {
  return (request, response) => {
    void answer(request, response, rows, cache);
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  rows: RowStore,
  cache: RowCache,
): Promise<void> {
  try {
    const reply = await replyTo(request, rows, cache);
    if (reply === undefined) send(response, 404, notFoundReply);
    else send(response, 200, reply);
  } catch (error) {
    const { statusCode, body } = errorReply(error);
    send(response, statusCode, body);
  }
}

/** Undefined for a path and a method that have no route. */
function replyTo(
  request: IncomingMessage,
  rows: RowStore,
  cache: RowCache,
): Promise<object> | object | undefined {
  const path = pathOf(request.url ?? "/");
  if (request.method === "POST") return path === "/form" ? readForm(request) : undefined;
  if (request.method !== "GET" && request.method !== "HEAD") return undefined;
  switch (path) {
    case "/db":
      return rows.randomRow();
    case "/json":
      return helloReply;
    case "/cache":
      return cache.randomRow();
    case "/health":
      return checkHealth(rows);
  }
  if (path.startsWith(waitPath))
    return rows.randomRowAfter(parseMilliseconds(path.slice(waitPath.length)));
  if (path.startsWith(cpuPath)) return afterWork(rows, path.slice(cpuPath.length));
  return undefined;
}

function pathOf(url: string): string {
  const query = url.indexOf("?");
  return query === -1 ? url : url.slice(0, query);
}

async function afterWork(rows: RowStore, ms: string): Promise<object> {
  const work = parseMilliseconds(ms);
  const row = await rows.randomRow();
  burnCpu(work);
  return row;
}

function send(response: ServerResponse, statusCode: number, body: object): void {
  const text = JSON.stringify(body);
  response.writeHead(statusCode, {
    "Content-Type": "application/json",
    "Content-Length": Buffer.byteLength(text),
    Server: "node-http",
  });
  response.end(text);
}
