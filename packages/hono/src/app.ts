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
import { Hono } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { limitForm, readForm } from "./form.ts";

/** The routes of the contract on a row store and a cache, for whatever serves `fetch`. */
export function createApp(rows: RowStore, cache: RowCache): Hono {
  const app = new Hono();

  app.use((context, next) => {
    context.header("Server", "hono");
    return next();
  });
  app.get("/db", async (context) => context.json(await rows.randomRow()));
  app.get("/json", (context) => context.json(helloReply));
  app.get("/wait/:ms", async (context) =>
    context.json(await rows.randomRowAfter(parseMilliseconds(context.req.param("ms")))),
  );
  app.get("/cpu/:ms", async (context) => {
    const work = parseMilliseconds(context.req.param("ms"));
    const row = await rows.randomRow();
    burnCpu(work);
    return context.json(row);
  });
  app.get("/cache", async (context) => context.json(await cache.randomRow()));
  app.post("/form", limitForm, async (context) => context.json(await readForm(context.req)));
  app.get("/health", async (context) => context.json(await checkHealth(rows)));

  app.notFound((context) => context.json(notFoundReply, 404));
  app.onError((error, context) => {
    const { statusCode, body } = errorReply(error);
    return context.json(body, statusCode as ContentfulStatusCode);
  });
  return app;
}
