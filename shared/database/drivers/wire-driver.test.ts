import { deepEqual, equal, match, rejects } from "node:assert/strict";
import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { type TestContext, test } from "node:test";
import { milliseconds } from "../../contract/index.ts";
import { RowCall } from "../calls/row-call.ts";
import { createRowConnection } from "../row-store/row-connection.ts";
import { wireDriver } from "./wire-driver.ts";

const limit = milliseconds(500);

/** A PostgreSQL of whose answers a test decides; resolves to its URL. */
async function listen(context: TestContext, serve: (socket: Socket) => void): Promise<string> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => serve(socket.on("error", () => {})))
    .on("connection", (socket) => void sockets.add(socket))
    .listen(0, "127.0.0.1");
  context.after(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  await once(server, "listening");
  return `postgres://user:secret@127.0.0.1:${(server.address() as AddressInfo).port}/db`;
}

function message(kind: string, ...parts: readonly (string | number)[]): Buffer {
  const bodies = parts.map((part) => (typeof part === "string" ? Buffer.from(part) : int32(part)));
  const length = bodies.reduce((sum, body) => sum + body.length, 4);
  return Buffer.concat([Buffer.from(kind), int32(length), ...bodies]);
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

/** What a client is told, by its keeper, of a call that it cannot make. */
function failureOf(url: string): Promise<Error> {
  return new Promise((resolve) => {
    const client = wireDriver.openClient(url, limit);
    const call = new RowCall(1);
    call.keeper = { answered: () => {}, failed: (_call, error) => resolve(error as Error) };
    client.send(call);
  });
}

const demands = [
  ["an MD5 password", message("R", 5, "salt")],
  ["a password in plain text", message("R", 3)],
  ["GSSAPI", message("R", 7)],
  ["OAUTHBEARER", message("R", 10, "OAUTHBEARER\0\0")],
] as const;

for (const [name, demand] of demands)
  test(`a PostgreSQL that demands ${name} is refused with the way out`, async (context) => {
    const url = await listen(context, (socket) => socket.once("data", () => socket.write(demand)));
    const { message: reason } = await failureOf(url);
    match(
      reason,
      new RegExp(`demands ${name}, which .*\`wire\` does not know: use \`--driver pg\``),
    );
  });

test("a URL that demands TLS is refused in the same words", async (context) => {
  const url = await listen(context, (socket) =>
    socket.once("data", () => socket.write(message("R", 0))),
  );
  const { message: reason } = await failureOf(`${url}?sslmode=require`);
  match(reason, /`sslmode=require` demands TLS, which .* use `--driver pg`/);
});

test("a reply that is cut short fails its call and those behind it, and the next connection works", async (context) => {
  let connections = 0;
  const ready = message("Z", "I");
  const row = Buffer.from("0002000000040000000700000004000001f4", "hex");
  const dataRow = Buffer.concat([Buffer.from("D"), int32(row.length + 4), row]);
  const url = await listen(context, (socket) => {
    connections += 1;
    const isFirst = connections === 1;
    let received = 0;
    socket.on("data", () => {
      received += 1;
      if (received === 1) socket.write(Buffer.concat([message("R", 0), ready]));
      else if (received === 2) socket.write(ready);
      else if (isFirst) socket.end(dataRow.subarray(0, 9));
      else for (const byte of Buffer.concat([dataRow, ready])) socket.write(Buffer.from([byte]));
    });
  });
  const connection = createRowConnection(wireDriver, { url, limit, onProblem: () => {} });
  const calls = [new RowCall(7), new RowCall(7)];
  for (const call of calls) connection.send(call);
  for (const { promise } of calls) await rejects(promise, { statusCode: 503 });
  while (!connection.isUp) await new Promise((resolve) => setTimeout(resolve, 5));
  const call = new RowCall(7);
  connection.send(call);
  // Byte by byte, too.
  deepEqual(await call.promise, { id: 7, randomNumber: 500 });
  equal(connections, 2);
  await connection.close();
});
