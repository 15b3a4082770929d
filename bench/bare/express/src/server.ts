import { createServer as createHttpServer, type Server } from "node:http";
import { checkHealth, type RowStore } from "@rowbench/shared/contract";
import express from "express";
import { randomId, sql } from "../../table.ts";

export function createServer(rows: RowStore): Server {
  const app = express();
  app.disable("x-powered-by");
  app.disable("etag");
  app.use((_request, response, next) => {
    response.set("Server", "express");
    next();
  });
  app.get("/db", async (_request, response) => {
    const [row] = await sql`
      select id, randomnumber as "randomNumber" from world where id = ${randomId()}`;
    response.json(row);
  });
  app.get("/health", async (_request, response) => {
    response.json(await checkHealth(rows));
  });
  return createHttpServer(app);
}
