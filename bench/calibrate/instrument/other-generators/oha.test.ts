import assert from "node:assert/strict";
import { test } from "node:test";
import { oha } from "./oha.ts";

/** In the shape of oha's `--output-format json`, shortened. */
const stdout = JSON.stringify({
  summary: { successRate: 1, total: 3.0039, slowest: 0.0774, requestsPerSec: 998.2 },
  latencyPercentiles: {
    p10: 0.0021,
    p25: 0.0022,
    p50: 0.002345,
    p75: 0.0025,
    p90: 0.0028,
    p95: 0.003,
    p99: 0.0041234,
    "p99.9": 0.0502,
    "p99.99": 0.0774,
  },
  statusCodeDistribution: { 200: 2998 },
});

test("percentiles are read as seconds", () => {
  assert.deepEqual(oha.parse({ stdout, log: "" }), { p50Us: 2345, p99Us: 4123 });
});

test("a run without an answer, whose percentiles are null, is refused", () => {
  const empty = '{"latencyPercentiles":{"p50":null,"p99":null}}';
  assert.throws(() => oha.parse({ stdout: empty, log: "" }), /no number at/);
});
