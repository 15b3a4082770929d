// npm install fastify@5.12.8 pg@8.23.1
// NODE_ENV=production DATABASE_URL=postgres://user:password@localhost/database node example.ts
import Fastify from "fastify";
import { Pool } from "pg";

const text = 'select id, randomnumber as "randomNumber" from world where id = $1';
const pool = new Pool({ connectionString: process.env.DATABASE_URL });
// A connection that breaks while it is idle would end the process otherwise.
pool.on("error", (error) => app.log.error(error));

const integer = { type: "integer" };
const row = {
  type: "object",
  properties: { id: integer, randomNumber: integer },
  required: ["id", "randomNumber"],
};
// Errors are logged, requests are not: a line for each would cost more than the answer.
const app = Fastify({ logger: { level: "warn" } });
app.addHook("onClose", () => pool.end());
app.get("/db", { schema: { response: { 200: row } } }, async () => {
  const id = 1 + Math.floor(Math.random() * 10_000);
  const { rows } = await pool.query({ name: "row", text, values: [id] });
  return rows[0];
});

console.log(`${await app.listen({ port: Number(process.env.PORT ?? 3000) })}/db`);
process.once("SIGTERM", () => app.close());
