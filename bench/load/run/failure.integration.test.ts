import assert from "node:assert/strict";
import { test } from "node:test";
import { defaultSalt, milliseconds } from "@rowbench/shared/contract";
import { formatResponse, type Respond } from "../fixtures/faulty-server.ts";
import {
  assertReconciled,
  cold,
  kindOf,
  open,
  row,
  specFor,
  withFaultyServer,
} from "../fixtures/row-slice.ts";
import { type FailureKind, failureKinds } from "../terms/failure.ts";
import { runLoad } from "./load-run.ts";

const faults: readonly (readonly [FailureKind, string, Respond])[] = [
  ["unavailable", "status is `503`, body `{}`", (s) => s.write(formatResponse("{}", 503))],
  ["status", "status is `500`, body `{}`", (s) => s.write(formatResponse("{}", 500))],
  ["body", "body is `{}`", (s) => s.write(formatResponse("{}"))],
  ["row", "expected `4344`", (s) => s.write(formatResponse('{"id":1,"randomNumber":1}'))],
  ["row", "end at `10`", (s) => s.write(formatResponse('{"id":11,"randomNumber":3534}'))],
  ["stale", "was not queried now", (s) => s.write(formatResponse('{"id":1,"randomNumber":7921}'))],
  ["framing", "expected `HTTP/1.x NNN`", (s) => s.write("hello\r\n")],
  ["framing", "neither Content-Length", (s) => s.write("HTTP/1.1 200 OK\r\n\r\n")],
  ["closed", "after 30 bytes of a response", (s) => s.end(row.slice(0, 30))],
  ["closed", "the server closed the connection", (s) => s.end()],
  ["reset", "ECONNRESET", (s) => s.resetAndDestroy()],
  ["timeout", "no answer within `60` ms", () => {}],
  ["timeout", "no answer within `60` ms", (s) => s.write(row.slice(0, 30))],
  ["unrequested", "4 bytes came after the end", (s) => s.write(`${row}more`)],
];

const table = { rows: 10, salt: defaultSalt, staleSalt: 1 };
const short = { table, duration: milliseconds(120) };

for (const [kind, message, respond] of faults) {
  for (const loop of [cold, open(200)]) {
    test(`${loop.kind} loop: a server with "${message}" is counted under ${kind}`, async () => {
      await withFaultyServer(respond, async (server) => {
        const timeLimit = milliseconds(kind === "timeout" ? 60 : 2000);
        const result = await runLoad(specFor(server, { ...short, loop, timeLimit }));
        assertReconciled(result);
        assert.ok(result.failures[kind] > 0);
        assert.ok(result.failureSamples[kind]?.includes(message), result.failureSamples[kind]);
        for (const other of failureKinds) {
          if (other !== kind) assert.equal(result.failures[other], 0, other);
        }
        if (kind === "unrequested") return;
        assert.equal(result.correct, 0);
        assert.equal(result.answers, 0);
        assert.deepEqual(result.answersPerIdBin, Array(64).fill(0));
      });
    });
  }
}

test("an answer that comes sooner than the database can have waited is early", async () => {
  await withFaultyServer(
    (socket, count) => setTimeout(() => socket.write(row), count % 2 === 0 ? 30 : 5),
    async (server) => {
      const kinds = [{ ...kindOf("wait/30"), wait: milliseconds(30) }];
      const result = await runLoad(specFor(server, { kinds, connections: 1 }));
      assertReconciled(result);
      assert.ok(result.failures.early > 0 && result.correct > 0);
      const wanted = /^answered after `\d+\.\d` ms, asked to wait `30` ms in the database$/;
      assert.match(result.failureSamples.early ?? "", wanted);
    },
  );
});
