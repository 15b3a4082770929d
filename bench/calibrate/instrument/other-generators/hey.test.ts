import assert from "node:assert/strict";
import { test } from "node:test";
import { hey } from "./hey.ts";

const stdout = `
Summary:
  Total:	2.0039 secs
  Slowest:	0.0058 secs
  Fastest:	0.0014 secs
  Average:	0.0026 secs
  Requests/sec:	994.0639
  
Response time histogram:
  0.001 [1]	|
  0.003 [1267]	|■■■■■■■■■■■■■■■■■■■■■■■■■■■■■■■■■■■■■■■■


Latency distribution:
  10% in 0.0023 secs
  25% in 0.0025 secs
  50% in 0.0026 secs
  75% in 0.0027 secs
  90% in 0.0028 secs
  95% in 0.0029 secs
  99% in 0.0034 secs

Status code distribution:
  [200]	1992 responses
`;

test("percentiles of a captured output are read", () => {
  assert.deepEqual(hey.parse({ stdout, log: "" }), { p50Us: 2600, p99Us: 3400 });
});

test("an output without a percentile is refused, with its beginning", () => {
  const cut = stdout.replace(/^ +99%.*$/m, "");
  assert.throws(() => hey.parse({ stdout: cut, log: "" }), /99% in .* in `Summary:/s);
});
