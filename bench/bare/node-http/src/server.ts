import { createServer as createHttpServer, type Server, type ServerResponse } from "node:http";
import { checkHealth, type RowStore } from "@rowbench/shared/contract";
import { lookUp, rowOf } from "../../look-up.ts";

export function createServer(rows: RowStore): Server {
  return createHttpServer(async (request, response) => {
    if (request.url === "/db") {
      const row = rowOf(await lookUp());
      send(response, row);
    } else send(response, await checkHealth(rows));
  });
}

function send(response: ServerResponse, body: unknown): void {
  const text = JSON.stringify(body);
  response.writeHead(200, {
    "Content-Type": "application/json",
    "Content-Length": Buffer.byteLength(text),
    Server: "node-http",
  });
  response.end(text);
}
