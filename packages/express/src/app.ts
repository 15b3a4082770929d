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
import express, { type ErrorRequestHandler, type Express } from "express";
import { parseForm, replyTo } from "./form.ts";

/** The routes of the contract on a row store and a cache. */
export function createApp(rows: RowStore, cache: RowCache): Express {
  const app = express();
  app.disable("x-powered-by");

  app.use((_request, response, next) => {
    response.set("Server", "express");
    next();
  });
  app.get("/db", async (_request, response) => {
    response.json(await rows.randomRow());
  });
  app.get("/json", (_request, response) => {
    response.json(helloReply);
  });
  app.get("/wait/:ms", async (request, response) => {
    response.json(await rows.randomRowAfter(parseMilliseconds(request.params.ms)));
  });
  app.get("/cpu/:ms", async (request, response) => {
    const work = parseMilliseconds(request.params.ms);
    const row = await rows.randomRow();
    burnCpu(work);
    response.json(row);
  });
  app.get("/cache", async (_request, response) => {
    response.json(await cache.randomRow());
  });
  app.post("/form", parseForm, (request, response) => {
    response.json(replyTo(request));
  });
  app.get("/health", async (_request, response) => {
    response.json(await checkHealth(rows));
  });

  app.use((_request, response) => {
    response.status(404).json(notFoundReply);
  });
  app.use(sendError);
  return app;
}

const sendError: ErrorRequestHandler = (error, _request, response, next) => {
  // An answer that has begun can only be broken off, which Express does by itself.
  if (response.headersSent) return next(error);
  const { statusCode, body } = errorReply(error);
  response.status(statusCode).json(body);
};
