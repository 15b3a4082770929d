import { App } from "uWebSockets.js";
import {
  burnCpu,
  checkHealth,
  helloReply,
  notFoundReply,
  parseMilliseconds,
  type RowStore,
  type Server,
} from "@rowbench/shared/contract";
import { answer, type InFlight, type Route, send } from "./exchange.ts";
import { serverOf } from "./listener.ts";

export function createServer(rows: RowStore): Server {
  const app = App();
  const inFlight: InFlight = { count: 0, closing: false, lastRequestMs: 0 };
  const get = (path: string, route: Route) => {
    app.get(path, (response, request) => answer(response, request, route, inFlight));
    app.head(path, (response, request) => answer(response, request, route, inFlight));
  };

  get("/db", () => rows.randomRow());
  get("/json", async () => helloReply);
  get("/wait/:ms", async (ms) => rows.randomRowAfter(parseMilliseconds(ms)));
  get("/cpu/:ms", async (ms) => {
    const work = parseMilliseconds(ms);
    const row = await rows.randomRow();
    burnCpu(work);
    return row;
  });
  get("/health", () => checkHealth(rows));

  app.any("/*", (response, request) => {
    const withBody = request.getMethod() !== "head";
    send(response, 404, notFoundReply, { withBody, last: inFlight.closing });
  });
  return serverOf(app, inFlight);
}
