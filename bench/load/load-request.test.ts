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

test("a URL gives the address and the bytes of the request", () => {
  const { host, port, requestBytes } = parseTarget(valid.url);
  assert.deepEqual([host, port], ["127.0.0.1", 3000]);
  assert.equal(requestBytes.toString(), "GET /db?x=1 HTTP/1.1\r\nHost: 127.0.0.1:3000\r\n\r\n");
  assert.equal(parseTarget("http://[::1]/").host, "::1");
  assert.equal(parseTarget("http://localhost").port, 80);
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
    [{ expect: "rows" as "row" }, "expect is `rows`, allowed: row, message, anything"],
  ];
  assertLoadRequest(valid);
  for (const [change, message] of cases) {
    assert.throws(() => assertLoadRequest({ ...valid, ...change }), { code: "USAGE", message });
  }
});
