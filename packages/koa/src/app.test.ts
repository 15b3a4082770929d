import { equal, match } from "node:assert/strict";
import { once } from "node:events";
import { type AddressInfo, connect } from "node:net";
import { test } from "node:test";
import type { RowCache, RowStore } from "@rowbench/shared/contract";
import { createApp } from "./app.ts";

const fail = (statusCode?: number) => async () => {
  throw Object.assign(new TypeError("a bug of ours"), statusCode && { statusCode });
};

/** Listens with rows that fail; `heard` are the errors that the app emitted. */
async function listen(randomRow: RowStore["randomRow"]) {
  const close = async () => {};
  const rows: RowStore = { randomRow, randomRowAfter: randomRow, ping: close, close };
  const cache: RowCache = { randomRow, close };
  const heard: Error[] = [];
  const app = createApp(rows, cache).on("error", (error) => heard.push(error));
  const server = app.listen(0, "127.0.0.1");
  await once(server, "listening");
  return { server, port: (server.address() as AddressInfo).port, heard };
}

test("the app emits a bug, and no error that a client may expect", async (context) => {
  const log = context.mock.method(console, "error", () => {});
  for (const [statusCode, emitted] of [
    [undefined, 1],
    [503, 0],
  ] as const) {
    const { server, port, heard } = await listen(fail(statusCode));
    equal((await fetch(`http://127.0.0.1:${port}/db`)).status, statusCode ?? 500);
    equal((await fetch(`http://127.0.0.1:${port}/wait/abc`)).status, 400);
    equal(heard.length, emitted);
    server.close();
  }
  equal(log.mock.callCount(), 1);
  match(String(log.mock.calls[0]?.arguments[0]), /a bug of ours/);
});

test("a client that leaves in the middle of its body is no bug", async (context) => {
  const log = context.mock.method(console, "error", () => {});
  const { server, port, heard } = await listen(fail());
  const client = connect(port, "127.0.0.1");
  const request = once(server, "request");
  client.write(
    "POST /form HTTP/1.1\r\nHost: test\r\nContent-Length: 100\r\n" +
      "Content-Type: multipart/form-data; boundary=x\r\n\r\n--x\r\n",
  );
  const [{ socket }] = await request;
  const closed = new Promise((resolve) => socket.once("close", resolve));
  client.resetAndDestroy();
  await closed;
  await new Promise(setImmediate);
  equal(heard.length, 1);
  equal(log.mock.callCount(), 0);
  server.close();
});
