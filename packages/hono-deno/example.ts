// npm install hono@4.13.19 pg@8.23.1
// DATABASE_URL=postgres://user:password@localhost/database deno run --allow-all example.ts
import { Hono } from "hono";
import { Pool } from "pg";

const text = 'select id, randomnumber as "randomNumber" from world where id = $1';
const pool = new Pool({ connectionString: Deno.env.get("DATABASE_URL") });
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

const port = Number(Deno.env.get("PORT") ?? 3000);
const server = Deno.serve({ port, onListen: () => {} }, app.fetch);
console.log(`http://localhost:${server.addr.port}/db`);
Deno.addSignalListener("SIGTERM", async () => {
  isClosing = true;
  await server.shutdown();
  await pool.end();
});
