import assert from "node:assert/strict";
import { test } from "node:test";
import { milliseconds, requestsPerSecond } from "@rowbench/shared/contract";
import { assertLoadRequest, type LoadRequest, parseTarget } from "./load-request.ts";

const valid: LoadRequest = {
  url: "http://127.0.0.1:3000/db?x=1",
  connections: 64,
  duration: milliseconds(1000),
  seed: 1,
  timeLimit: milliseconds(2000),
  expect: "row",
};

const slow = { name: "slow", path: "/wait/20", weight: 1, expect: "row" } as const;

test("a URL gives the address and the bytes of the request", () => {
  const { host, port, requests } = parseTarget(valid);
  assert.deepEqual([host, port], ["127.0.0.1", 3000]);
  const text = "GET /db?x=1 HTTP/1.1\r\nHost: 127.0.0.1:3000\r\n\r\n";
  assert.deepEqual(
    requests.map(({ bytes }) => bytes.toString()),
    [text],
  );
  assert.equal(parseTarget({ ...valid, url: "http://[::1]/" }).host, "::1");
  assert.equal(parseTarget({ ...valid, url: "http://localhost" }).port, 80);
});

test("a batch is one piece of bytes, and a connection that closes says so", () => {
  const bytesOf = (change: Partial<LoadRequest>) =>
    parseTarget({ ...valid, ...change }).requests.map(({ bytes }) => bytes.toString());
  const [batch = ""] = bytesOf({ pipeline: 3 });
  assert.equal(batch.match(/GET \/db/g)?.length, 3);
  assert.match(bytesOf({ connection: "close" })[0] ?? "", /\r\nConnection: close\r\n\r\n$/);
});

test("a value that cannot be used is shown with what is allowed", () => {
  const cases: readonly (readonly [Partial<LoadRequest>, string])[] = [
    [{ url: "https://x/" }, "url is `https://x/`, allowed: http://host:port/path"],
    [{ url: "x" }, "url is `x`, allowed: http://host:port/path"],
    [{ connections: 0 }, "connections is `0`, allowed: 1 to 65535"],
    [{ connections: 1.5 }, "connections is `1.5`, allowed: 1 to 65535"],
    [{ duration: milliseconds(Number.NaN) }, "duration is `NaN`, allowed: 1 to 86400000"],
    [{ timeLimit: milliseconds(60_001) }, "timeLimit is `60001`, allowed: 1 to 60000"],
    [{ rate: requestsPerSecond(0) }, "rate is `0`, allowed: 0.001 to 10000000"],
    [{ seed: -1 }, "seed is `-1`, allowed: 0 to 9007199254740991"],
    [{ pipeline: 0 }, "pipeline is `0`, allowed: 1 to 1024"],
    [
      { mix: [{ ...slow, weight: 0 }] },
      "weight is `0`, allowed: 5e-324 to 1.7976931348623157e+308",
    ],
    [{ expect: "rows" as "row" }, "expect is `rows`, allowed: row, message, anything"],
  ];
  assertLoadRequest(valid);
  for (const [change, message] of cases) {
    assert.throws(() => assertLoadRequest({ ...valid, ...change }), { code: "USAGE", message });
  }
});

test("batches go with nothing else that changes what is sent when", () => {
  const changes: readonly Partial<LoadRequest>[] = [
    { rate: requestsPerSecond(1) },
    { mix: [slow, slow] },
    { connection: "close" },
  ];
  for (const change of changes)
    assert.throws(() => assertLoadRequest({ ...valid, pipeline: 2, ...change }), { code: "USAGE" });
  // A workload of one kind, as a run has it.
  assertLoadRequest({ ...valid, pipeline: 2, mix: [slow] });
});
