import assert from "node:assert/strict";
import { test } from "node:test";
import { formatResponse } from "../fixtures/faulty-server.ts";
import { assertReconciled, row, specFor, withFaultyServer } from "../fixtures/row-slice.ts";
import { runLoad } from "../run/load-run.ts";

const closing = formatResponse('{"id":1,"randomNumber":4344}', 200, "Connection: close\r\n");

test("`Connection: close` opens a new connection for each request and is no failure", async () => {
  await withFaultyServer(
    (socket) => socket.end(closing),
    async (server) => {
      const result = await runLoad(specFor(server));
      assertReconciled(result);
      assert.ok(result.correct > 4);
      assert.deepEqual(
        Object.values(result.failures).filter((count) => count > 0),
        [],
      );
      assert.ok(server.connections >= result.issued);
    },
  );
});

test("a connection that closes after each answer is opened again at once", async () => {
  await withFaultyServer(
    (socket) => socket.end(closing),
    async (server) => {
      const result = await runLoad(specFor(server, { connection: "close" }));
      assertReconciled(result);
      assert.ok(result.correct > 20);
      const spare = server.connections - result.issued;
      assert.ok(spare >= 0 && spare <= 4, `\`${spare}\``);
    },
  );
});

test("a server that was asked to close and does so without a word is no failure", async () => {
  await withFaultyServer(
    (socket) => {
      socket.write(row);
      setTimeout(() => socket.end(), 1);
    },
    async (server) => {
      const result = await runLoad(specFor(server, { connection: "close" }));
      assertReconciled(result);
      assert.ok(result.correct > 4);
      assert.equal(result.failures.closed, 0);
      assert.ok(server.connections >= result.issued);
    },
  );
});

test("a connection that is lost is opened again", async () => {
  await withFaultyServer(
    (socket, count) => (count === 5 ? socket.end() : socket.write(row)),
    async (server) => {
      const result = await runLoad(specFor(server));
      assertReconciled(result);
      assert.equal(result.failures.closed, 1);
      assert.equal(server.connections, 5);
      assert.ok(result.correct > 5);
    },
  );
});

test("a batch of pipelined requests is answered one by one", async () => {
  await withFaultyServer(
    (socket, _count, request) => {
      const count = request.split("GET ").length - 1;
      for (let index = 0; index < count; index++) socket.write(row);
    },
    async (server) => {
      const result = await runLoad(specFor(server, { pipeline: 5 }));
      assertReconciled(result);
      assert.equal(result.issued % 5, 0);
      assert.ok(result.correct > 5);
      assert.equal(result.issued, result.correct);
    },
  );
});

test("a batch that is answered in part counts the rest as lost", async () => {
  await withFaultyServer(
    (socket) => {
      socket.write(row);
      socket.end();
    },
    async (server) => {
      const result = await runLoad(specFor(server, { pipeline: 3, connections: 1 }));
      assertReconciled(result);
      assert.ok(result.correct > 0 && result.answers > 0);
      assert.equal(result.failures.closed, 2 * result.correct);
    },
  );
});
