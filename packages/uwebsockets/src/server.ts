import { App } from "uWebSockets.js";
import {
  burnCpu,
  checkHealth,
  helloReply,
  notFoundReply,
  parseMilliseconds,
  type RowCache,
  type RowStore,
  type Server,
} from "@rowbench/shared/contract";
import { readBody } from "./body.ts";
import { answer, type InFlight, type Route, send } from "./exchange.ts";
import { readForm } from "./form.ts";
import { serverOf } from "./listener.ts";

export function createServer(rows: RowStore, cache: RowCache): Server {
  const app = App();
  const inFlight: InFlight = { count: 0, closing: false, lastRequestMs: 0 };
  const get = (path: string, route: Route) => {
    app.get(path, (response, request) => answer(response, request, route, inFlight));
    app.head(path, (response, request) => answer(response, request, route, inFlight));
  };
  const post = (path: string, reply: (body: Buffer, contentType: string) => object) => {
    app.post(path, (response, request) => {
      const contentType = request.getHeader("content-type");
      const route: Route = async (_parameter, client) =>
        reply(await readBody(response, client), contentType);
      return answer(response, request, route, inFlight);
    });
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
  get("/cache", () => cache.randomRow());
  post("/form", readForm);
  get("/health", () => checkHealth(rows));

  app.any("/*", (response, request) => {
    const withBody = request.getMethod() !== "head";
    send(response, 404, notFoundReply, { withBody, last: inFlight.closing });
  });
  return serverOf(app, inFlight);
}
