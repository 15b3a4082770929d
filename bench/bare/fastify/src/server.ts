import type { Server } from "node:http";
import { checkHealth, type RowStore } from "@rowbench/shared/contract";
import Fastify from "fastify";
import { lookUp, rowOf } from "../../look-up.ts";

const integer = { type: "integer" } as const;
const row = {
  type: "object",
  properties: { id: integer, randomNumber: integer },
  required: ["id", "randomNumber"],
} as const;

export async function createServer(rows: RowStore): Promise<Server> {
  const app = Fastify({ logger: false });
  app.addHook("onRequest", (_request, reply, done) => {
    reply.header("Server", "fastify");
    done();
  });
  app.get("/db", { schema: { response: { 200: row } } }, async () => rowOf(await lookUp()));
  app.get("/health", () => checkHealth(rows));
  await app.ready();
  return app.server;
}
