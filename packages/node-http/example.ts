// npm install pg@8.23.1
// NODE_ENV=production DATABASE_URL=postgres://user:password@localhost/database node example.ts
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Pool } from "pg";

const text = 'select id, randomnumber as "randomNumber" from world where id = $1';
const pool = new Pool({ connectionString: process.env.DATABASE_URL });
// A connection that breaks while it is idle would end the process otherwise.
pool.on("error", (error) => console.error(error));

const server = createServer(async ({ method, url }, response) => {
  try {
    if (method !== "GET" || url !== "/db") return void response.writeHead(404).end();
    const id = 1 + Math.floor(Math.random() * 10_000);
    const { rows } = await pool.query({ name: "row", text, values: [id] });
    response.writeHead(200, { "Content-Type": "application/json" }).end(JSON.stringify(rows[0]));
  } catch (error) {
    console.error(error);
    response.writeHead(500).end();
  }
}).listen(Number(process.env.PORT ?? 3000), () => {
  console.log(`http://localhost:${(server.address() as AddressInfo).port}/db`);
});
process.once("SIGTERM", () => {
  // A client that goes on asking would keep its connection, and the server, open for ever.
  server.prependListener("request", (_, response) => response.setHeader("Connection", "close"));
  server.close(() => pool.end());
});
