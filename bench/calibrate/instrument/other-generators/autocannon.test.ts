import assert from "node:assert/strict";
import { test } from "node:test";
import { autocannon } from "./autocannon.ts";

/** autocannon 8.0.0, `--json`, shortened. */
const stdout = `{"url":"http://127.0.0.1:36793/json","connections":8,"duration":2.01,"2xx":2008,"latency":{"average":1.76,"mean":1.76,"stddev":0.98,"min":1,"max":10,"p1":1,"p50":2,"p75":2,"p90":3,"p97_5":4,"p99":6,"p99_9":9,"totalCount":4353},"requests":{"average":1004,"mean":1004,"p50":1000,"p99":1008,"sent":3008}}
`;

test("percentiles of a captured output are read as milliseconds", () => {
  assert.deepEqual(autocannon.parse({ stdout, log: "" }), { p50Us: 2000, p99Us: 6000 });
});

test("an output that is no JSON, or has no latency, is refused", () => {
  assert.throws(() => autocannon.parse({ stdout: "no", log: "" }), SyntaxError);
  assert.throws(
    () => autocannon.parse({ stdout: '{"latency":{}}', log: "" }),
    /no number at `latency.p50`/,
  );
});
