import assert from "node:assert/strict";
import { test } from "node:test";
import { bombardier } from "./bombardier.ts";

/** In the shape of bombardier's `-p r -o json`, shortened. */
const stdout =
  '{"spec":{"numberOfConnections":50,"testType":"timed"},"result":{"timeTakenSeconds":5.0021,"req2xx":5003,"latency":{"mean":2412.5,"stddev":310.2,"max":9713,"percentiles":{"50":2380,"75":2500,"90":2710,"95":2890,"99":3600}},"rps":{"mean":1000.2,"percentiles":{"50":1000.1,"99":1150.7}}}}';

test("percentiles are read as microseconds", () => {
  assert.deepEqual(bombardier.parse({ stdout, log: "" }), { p50Us: 2380, p99Us: 3600 });
});

test("an output without percentiles is refused", () => {
  assert.throws(
    () => bombardier.parse({ stdout: '{"result":null}', log: "" }),
    /no number at `result.latency.percentiles.50` in `{"result":null}`/,
  );
});
