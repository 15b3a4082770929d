import {
  createServer as createHttpServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from "node:http";
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

type Handler = (argument: string | undefined) => Promise<object>;

export function createServer(rows: RowStore, cache: RowCache): Server {
  const handlers = new Map<string, Handler>([
    ["db", () => rows.randomRow()],
    ["json", async () => helloReply],
    ["wait", async (ms) => rows.randomRowAfter(parseMilliseconds(ms))],
    ["cpu", async (ms) => afterWork(rows, ms)],
    ["cache", () => cache.randomRow()],
    ["health", () => checkHealth(rows)],
  ]);
  return createHttpServer((request, response) => {
    void answer(handlers, request, response);
  });
}

async function answer(
  handlers: ReadonlyMap<string, Handler>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    const handler = findHandler(handlers, request);
    if (handler === undefined) send(response, 404, notFoundReply);
    else send(response, 200, await handler());
  } catch (error) {
    const { statusCode, body } = errorReply(error);
    send(response, statusCode, body);
  }
}

function findHandler(
  handlers: ReadonlyMap<string, Handler>,
  request: IncomingMessage,
): (() => Promise<object>) | undefined {
  const { method, url = "/" } = request;
  if (method === "POST" && pathOf(url) === "/form") return () => readForm(request);
  if (method !== "GET" && method !== "HEAD") return undefined;
  const [, name = "", argument, ...rest] = pathOf(url).split("/");
  const takesArgument = name === "wait" || name === "cpu";
  if (rest.length > 0 || takesArgument !== (argument !== undefined)) return undefined;
  const handler = handlers.get(name);
  return handler && (() => handler(argument));
}

function pathOf(url: string): string {
  const query = url.indexOf("?");
  return query === -1 ? url : url.slice(0, query);
}

async function afterWork(rows: RowStore, ms: string | undefined): Promise<object> {
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
