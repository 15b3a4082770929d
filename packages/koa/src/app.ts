import Router from "@koa/router";
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
import Koa, { type Middleware } from "koa";
import { readForm } from "./form.ts";

/** The routes of the contract on a row store and a cache. */
export function createApp(rows: RowStore, cache: RowCache): Koa {
  const app = new Koa();
  app.on("error", logError);
  const router = new Router();

  router.get("/db", async (context) => {
    context.body = await rows.randomRow();
  });
  router.get("/json", (context) => {
    context.body = helloReply;
  });
  router.get("/wait/:ms", async (context) => {
    context.body = await rows.randomRowAfter(parseMilliseconds(context.params.ms));
  });
  router.get("/cpu/:ms", async (context) => {
    const work = parseMilliseconds(context.params.ms);
    const row = await rows.randomRow();
    burnCpu(work);
    context.body = row;
  });
  router.get("/cache", async (context) => {
    context.body = await cache.randomRow();
  });
  router.post("/form", async (context) => {
    context.body = await readForm(context);
  });
  router.get("/health", async (context) => {
    context.body = await checkHealth(rows);
  });

  app
    .use(nameServer)
    .use(sendErrors)
    .use(router.routes())
    .use(router.allowedMethods({ throw: true }))
    .use(sendNotFound);
  return app;
}

function logError(error: Error & { readonly headerSent?: boolean }): void {
  // Koa marks what can no longer be answered: a client that left in the middle is no bug.
  if (!error.headerSent) console.error(error);
}

const nameServer: Middleware = (context, next) => {
  context.set("Server", "koa");
  return next();
};

const sendErrors: Middleware = async (context, next) => {
  try {
    await next();
  } catch (error) {
    const { statusCode, body } = errorReply(error, (bug) =>
      context.app.emit("error", bug, context),
    );
    context.status = statusCode;
    context.body = body;
  }
};

const sendNotFound: Middleware = (context) => {
  context.status = 404;
  context.body = notFoundReply;
};
