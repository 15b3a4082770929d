import assert from "node:assert/strict";
import { test } from "node:test";
import { requestsPerSecond } from "@rowbench/shared/contract";
import { type FailureKind, failureKinds } from "./failure.ts";
import { formatResponse, type Respond } from "./fixtures/faulty-server.ts";
import { assertReconciled, requestTo, row, withFaultyServer } from "./fixtures/row-slice.ts";
import { runLoad } from "./load-run.ts";

const faults: readonly (readonly [FailureKind, string, Respond])[] = [
  ["status", "status is `503`, body `{}`", (s) => s.write(formatResponse("{}", 503))],
  ["body", "body is `{}`", (s) => s.write(formatResponse("{}"))],
  ["row", "expected `4344`", (s) => s.write(formatResponse('{"id":1,"randomNumber":1}'))],
  ["framing", "expected `HTTP/1.x NNN`", (s) => s.write("hello\r\n")],
  ["framing", "neither Content-Length", (s) => s.write("HTTP/1.1 200 OK\r\n\r\n")],
  ["closed", "after 30 bytes of a response", (s) => s.end(row.slice(0, 30))],
  ["closed", "the server closed the connection", (s) => s.end()],
  ["reset", "ECONNRESET", (s) => s.resetAndDestroy()],
  ["timeout", "no answer within `150` ms", () => {}],
  ["timeout", "no answer within `150` ms", (s) => s.write(row.slice(0, 30))],
  ["unrequested", "4 bytes came after the end", (s) => s.write(`${row}more`)],
];

for (const [kind, message, respond] of faults) {
  for (const rate of [undefined, requestsPerSecond(200)]) {
    const loop = rate === undefined ? "closed" : "open";
    test(`${loop} loop: a server with "${message}" is counted under ${kind}`, async () => {
      await withFaultyServer(respond, async (server) => {
        const result = await runLoad(requestTo(server, rate === undefined ? {} : { rate }));
        assertReconciled(result);
        assert.ok(result.failures[kind] > 0);
        assert.ok(result.failureSamples[kind]?.includes(message), result.failureSamples[kind]);
        for (const other of failureKinds) {
          if (other !== kind) assert.equal(result.failures[other], 0, other);
        }
        if (kind !== "unrequested") assert.equal(result.correct, 0);
      });
    });
  }
}
