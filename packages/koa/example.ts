// npm install koa@3.3.0 @koa/router@15.7.0 pg@8.23.1
// NODE_ENV=production DATABASE_URL=postgres://user:password@localhost/database node example.ts
import type { AddressInfo } from "node:net";
import Router from "@koa/router";
import Koa from "koa";
import { Pool } from "pg";

const text = 'select id, randomnumber as "randomNumber" from world where id = $1';
const pool = new Pool({ connectionString: process.env.DATABASE_URL });
// A connection that breaks while it is idle would end the process otherwise.
pool.on("error", (error) => console.error(error));

const router = new Router();
router.get("/db", async (context) => {
  const id = 1 + Math.floor(Math.random() * 10_000);
  const { rows } = await pool.query({ name: "row", text, values: [id] });
  context.body = rows[0];
});

const app = new Koa().use(router.routes()).use(router.allowedMethods());
const server = app.listen(Number(process.env.PORT ?? 3000), () => {
  console.log(`http://localhost:${(server.address() as AddressInfo).port}/db`);
});
process.once("SIGTERM", () => {
  // A client that goes on asking would keep its connection, and the server, open for ever.
  server.prependListener("request", (_, response) => response.setHeader("Connection", "close"));
  server.close(() => pool.end());
});
