import { deepEqual, equal, ok } from "node:assert/strict";
import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { Writable } from "node:stream";
import { finished } from "node:stream/promises";
import { test } from "node:test";
import { createClient } from "../client/http-client.ts";
import { messageOf } from "./errors.ts";
import { maximumBody } from "./form.ts";
import { errorReply } from "./replies.ts";
import { pipeBody } from "./request-body.ts";

/** Takes what comes, or fails at the first byte. */
const createParser = (fails = false) =>
  new Writable({ write: (_chunk, _encoding, done) => done(fails ? new Error("broken") : null) });

/** Serves with a parser for each request, and gives the address to `use`. */
async function withServer(
  onRequest: (request: IncomingMessage, parsed: Promise<void>) => Promise<number>,
  use: (port: number) => Promise<void>,
  fails = false,
): Promise<void> {
  const server = createServer(async (request, response) => {
    const parser = createParser(fails);
    const parsed = finished(parser);
    pipeBody(request, parser);
    response.writeHead(await onRequest(request, parsed)).end();
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  try {
    await use((server.address() as AddressInfo).port);
  } finally {
    server.close();
  }
}

const statusOf = (_request: IncomingMessage, parsed: Promise<void>) =>
  parsed.then(
    () => 200,
    (error: unknown) => errorReply(error).statusCode,
  );

const chunked = { "Transfer-Encoding": "chunked" };

test("a body of the maximum is taken, a byte more is refused, whether announced or not", async () => {
  await withServer(statusOf, async (port) => {
    const client = createClient(`http://127.0.0.1:${port}`, 5000);
    const statuses: number[] = [];
    for (const headers of [{}, chunked]) {
      for (const length of [maximumBody, maximumBody + 1, 3 * maximumBody]) {
        const body = Buffer.alloc(length);
        statuses.push((await client.send("POST", "/", { headers, body })).statusCode);
      }
    }
    deepEqual(statuses, [200, 413, 413, 200, 413, 413]);
    client.close();
  });
});

test("the rest of what a parser refused does not block the connection", async () => {
  await withServer(
    statusOf,
    async (port) => {
      const client = createClient(`http://127.0.0.1:${port}`, 5000);
      const body = Buffer.alloc(maximumBody);
      equal((await client.send("POST", "/", { body })).statusCode, 500);
      const next = await client.send("POST", "/", { body });
      deepEqual([next.statusCode, next.reusedConnection], [500, true]);
      client.close();
    },
    true,
  );
});

test("a parser whose client leaves fails instead of waiting", async () => {
  const { promise, resolve } = Promise.withResolvers<string>();
  const onRequest = async (_request: IncomingMessage, parsed: Promise<void>) => {
    await parsed.catch((error: unknown) => resolve(messageOf(error)));
    return 200;
  };
  await withServer(onRequest, async (port) => {
    const socket = connect(port, "127.0.0.1");
    socket.write("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nhalf", () =>
      socket.destroy(),
    );
    const message = await promise;
    ok(message.includes("too early"), message);
  });
});
