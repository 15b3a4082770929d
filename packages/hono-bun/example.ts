// npm install hono@4.13.19 pg@8.23.1
// NODE_ENV=production DATABASE_URL=postgres://user:password@localhost/database bun example.ts
import { serve } from "bun";
import { Hono } from "hono";
import { Pool } from "pg";

const text = 'select id, randomnumber as "randomNumber" from world where id = $1';
const pool = new Pool({ connectionString: process.env.DATABASE_URL });
// A connection that breaks while it is idle would end the process otherwise.
pool.on("error", (error) => console.error(error));

let isClosing = false;
const app = new Hono();
app.get("/db", async (context) => {
  const id = 1 + Math.floor(Math.random() * 10_000);
  const { rows } = await pool.query({ name: "row", text, values: [id] });
  // A client that goes on asking would keep its connection, and the server, open for ever.
  if (isClosing) context.header("Connection", "close");
  return context.json(rows[0]);
});

const server = serve({ fetch: app.fetch, port: Number(process.env.PORT ?? 3000) });
console.log(`http://localhost:${server.port}/db`);
process.once("SIGTERM", async () => {
  isClosing = true;
  await server.stop();
  await pool.end();
});
