import assert from "node:assert/strict";
import { test } from "node:test";
import { parseWrkThroughput, wrk } from "./wrk.ts";

/** wrk 4.1.0. */
const stdout = `Running 2s test @ http://127.0.0.1:36793/json
  1 threads and 8 connections
  Thread Stats   Avg      Stdev     Max   +/- Stdev
    Latency     2.45ms  542.25us  10.59ms   86.79%
    Req/Sec     3.27k   148.56     3.46k    75.00%
  Latency Distribution
     50%    2.44ms
     75%    2.58ms
     90%    2.76ms
     99%    4.37ms
  6516 requests in 2.00s, 623.60KB read
Requests/sec:   3253.56
Transfer/sec:    311.38KB
`;

test("percentiles and throughput of a captured output are read", () => {
  assert.deepEqual(wrk.parse({ stdout, log: "" }), { p50Us: 2440, p99Us: 4370 });
  assert.equal(parseWrkThroughput(stdout), 3253.56);
});

test("microseconds and seconds are read as well", () => {
  const other = stdout.replace("2.44ms", "98.00us").replace("4.37ms", "1.20s");
  assert.deepEqual(wrk.parse({ stdout: other, log: "" }), { p50Us: 98, p99Us: 1_200_000 });
});

test("an output without figures is refused, with its beginning", () => {
  assert.throws(() => wrk.parse({ stdout: "unable to connect", log: "" }), /`unable to connect`/);
  assert.throws(() => parseWrkThroughput("unable to connect"), /`unable to connect`/);
});
