import { createServer as createHttpServer, type Server } from "node:http";
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

export function createServer(rows: RowStore, cache: RowCache): Server {
  const app = new Koa();
  app.silent = true;
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
  return createHttpServer(app.callback());
}

const nameServer: Middleware = (context, next) => {
  context.set("Server", "koa");
  return next();
};

const sendErrors: Middleware = async (context, next) => {
  try {
    await next();
  } catch (error) {
    const { statusCode, body } = errorReply(error);
    context.status = statusCode;
    context.body = body;
  }
};

const sendNotFound: Middleware = (context) => {
  context.status = 404;
  context.body = notFoundReply;
};
