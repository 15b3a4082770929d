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
import { HTTPException } from "hono/http-exception";
import { validator } from "hono/validator";
import { badRequest } from "./bad-request.ts";
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
  app.get("/wait/:ms", validDuration, async (context) =>
    context.json(await rows.randomRowAfter(context.req.valid("param").ms)),
  );
  app.get("/cpu/:ms", validDuration, async (context) => {
    const row = await rows.randomRow();
    burnCpu(context.req.valid("param").ms);
    return context.json(row);
  });
  app.get("/cache", async (context) => context.json(await cache.randomRow()));
  app.post("/form", limitForm, async (context) => context.json(await readForm(context.req)));
  app.get("/health", async (context) => context.json(await checkHealth(rows)));

  app.notFound((context) => context.json(notFoundReply, 404));
  app.onError((error, context) => {
    if (error instanceof HTTPException) return context.json({ error: error.message }, error.status);
    // The row store and the cache know one error: they do not answer.
    const { statusCode, body } = errorReply(error);
    return context.json(body, statusCode === 503 ? 503 : 500);
  });
  return app;
}

const validDuration = validator("param", ({ ms }) => {
  try {
    return { ms: parseMilliseconds(ms) };
  } catch (error) {
    throw badRequest(error);
  }
});
