import type { Server } from "node:http";
import { checkHealth, type RowStore } from "@rowbench/shared/contract";
import Fastify from "fastify";
import { randomId, sql } from "../../table.ts";

const integer = { type: "integer" } as const;
const rowSchema = {
  response: { 200: { type: "object", properties: { id: integer, randomNumber: integer } } },
} as const;

export async function createServer(rows: RowStore): Promise<Server> {
  const app = Fastify({ logger: false });
  app.addHook("onRequest", (_request, reply, done) => {
    reply.header("Server", "fastify");
    done();
  });
  app.get("/db", { schema: rowSchema }, async () => {
    const [row] = await sql`
      select id, randomnumber as "randomNumber" from world where id = ${randomId()}`;
    return row;
  });
  app.get("/health", () => checkHealth(rows));
  await app.ready();
  return app.server;
}
