import { App, type HttpResponse } from "uWebSockets.js";
import { checkHealth, type RowStore, type Server } from "@rowbench/shared/contract";
import { serverOf } from "@rowbench/uwebsockets/src/listener.ts";
import { lookUp, rowOf } from "../../look-up.ts";

export function createServer(rows: RowStore): Server {
  const app = App();
  app.get("/db", async (response) => {
    let aborted = false;
    response.onAborted(() => {
      aborted = true;
    });
    const row = rowOf(await lookUp());
    if (!aborted) response.cork(() => send(response, row));
  });
  app.get("/health", async (response) => {
    response.onAborted(() => {});
    const health = await checkHealth(rows);
    response.cork(() => send(response, health));
  });
  return serverOf(app, { count: 0, closing: false, lastRequestMs: 0 });
}

function send(response: HttpResponse, body: unknown): void {
  response.writeHeader("Content-Type", "application/json").writeHeader("Server", "uwebsockets");
  response.end(JSON.stringify(body));
}
