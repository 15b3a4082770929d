import { createServer as createHttpServer, type Server } from "node:http";
import { checkHealth, type RowStore } from "@rowbench/shared/contract";
import express from "express";
import { lookUp, rowOf } from "../../look-up.ts";

export function createServer(rows: RowStore): Server {
  const app = express();
  app.disable("x-powered-by");
  app.use((_request, response, next) => {
    response.set("Server", "express");
    next();
  });
  app.get("/db", async (_request, response) => {
    response.json(rowOf(await lookUp()));
  });
  app.get("/health", async (_request, response) => {
    response.json(await checkHealth(rows));
  });
  return createHttpServer(app);
}
