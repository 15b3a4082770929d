// npm install uWebSockets.js@npm:uws-pack@20.0.8 pg@8.23.1
// DATABASE_URL=postgres://user:password@localhost/database node example.ts (on Node.js 22)
import * as uWS from "uWebSockets.js";
import { Pool } from "pg";

const text = 'select id, randomnumber as "randomNumber" from world where id = $1';
const pool = new Pool({ connectionString: process.env.DATABASE_URL });
pool.on("error", (error) => console.error(error)); // would end the process otherwise
const inFlight = new Set<uWS.HttpResponse>();
const app = uWS.App().get("/db", async (response) => {
  inFlight.add(response);
  response.onAborted(() => inFlight.delete(response));
  const id = 1 + Math.floor(Math.random() * 10_000);
  const result = await pool.query({ name: "row", text, values: [id] }).catch(console.error);
  if (!inFlight.delete(response)) return; // its client has left: it may not be touched
  response.cork(() => {
    response.writeStatus(result ? "200 OK" : "500 Internal Server Error");
    response.writeHeader("Content-Type", "application/json").end(JSON.stringify(result?.rows[0]));
  });
});
app.listen(Number(process.env.PORT ?? 3000), (socket) => {
  if (!socket) throw new Error("the port is taken");
  console.log(`http://localhost:${uWS.us_socket_local_port(socket)}/db`);
  process.once("SIGTERM", async () => {
    uWS.us_listen_socket_close(socket);
    while (inFlight.size > 0) await new Promise((resolve) => setTimeout(resolve, 10));
    app.close();
    await pool.end();
  });
});
