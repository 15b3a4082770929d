import assert from "node:assert/strict";
import { test } from "node:test";
import { milliseconds } from "@rowbench/shared/contract";
import { closed, kindOf, open } from "../fixtures/row-slice.ts";
import type { LoadSpec } from "../terms/load-spec.ts";
import { assertLoadSpec } from "./assert-load-spec.ts";

const valid: LoadSpec = {
  origin: "http://127.0.0.1:3000",
  kinds: [kindOf("db")],
  loop: closed(1000, 5000),
  connections: 64,
  duration: milliseconds(1000),
  seed: 1,
  timeLimit: milliseconds(2000),
  table: { rows: 10_000, salt: 6424, staleSalt: 1 },
};

const kind = kindOf("db");

test("a value that cannot be used is shown with what is allowed", () => {
  const cases: readonly (readonly [Partial<LoadSpec>, string])[] = [
    [{ origin: "https://x" }, "origin is `https://x`, allowed: http://host:port"],
    [{ origin: "x" }, "origin is `x`, allowed: http://host:port"],
    [{ origin: "http://x/db" }, "origin is `http://x/db`, allowed: http://host:port"],
    [{ origin: "http://me@x" }, "origin is `http://me@x`, allowed: http://host:port"],
    [{ connections: 0 }, "connections is `0`, allowed: 1 to 65535"],
    [{ connections: 1.5 }, "connections is `1.5`, allowed: 1 to 65535"],
    [{ duration: milliseconds(Number.NaN) }, "duration is `NaN`, allowed: 1 to 86400000"],
    [{ timeLimit: milliseconds(60_001) }, "timeLimit is `60001`, allowed: 1 to 60000"],
    [{ loop: open(0) }, "rate is `0`, allowed: 0.001 to 10000000"],
    [{ loop: closed(5, 3) }, "warmUp.shortest is `5`, allowed: 0 to 3"],
    [{ loop: closed(0, -1) }, "warmUp.longest is `-1`, allowed: 0 to 3600000"],
    [{ seed: -1 }, "seed is `-1`, allowed: 0 to 9007199254740991"],
    [{ pipeline: 0 }, "pipeline is `0`, allowed: 1 to 1024"],
    [{ pieces: 0 }, "pieces is `0`, allowed: 1 to 10000"],
    [{ pieces: 1.5 }, "pieces is `1.5`, allowed: 1 to 10000"],
    [{ connection: "keep" as "close" }, "connection is `keep`, allowed: keep-alive, close"],
    [{ kinds: [] }, "kinds is ``, allowed: at least one kind of request"],
    [
      { kinds: [{ ...kind, path: "/a b" }] },
      "path is `/a b`, allowed: `/` and visible ASCII characters",
    ],
    [
      { kinds: [{ ...kind, weight: 0 }] },
      "weight is `0`, allowed: 5e-324 to 1.7976931348623157e+308",
    ],
    [
      { kinds: [{ ...kind, expect: "rows" as "row" }] },
      "expect is `rows`, allowed: row, message, form, anything",
    ],
    [{ kinds: [{ ...kind, wait: milliseconds(-1) }] }, "wait is `-1`, allowed: 0 to 60000"],
    [{ table: { rows: 0, salt: 1 } }, "table.rows is `0`, allowed: 1 to 9007199254740991"],
    [{ table: { rows: 1, salt: 10_000 } }, "table.salt is `10000`, allowed: 0 to 9999"],
  ];
  assertLoadSpec(valid);
  for (const [change, message] of cases) {
    assert.throws(() => assertLoadSpec({ ...valid, ...change }), { code: "USAGE", message });
  }
});

test("batches go with nothing else that changes what is sent when", () => {
  const changes: readonly Partial<LoadSpec>[] = [
    { loop: open(1) },
    { kinds: [kind, kind] },
    { connection: "close" },
  ];
  for (const change of changes)
    assert.throws(() => assertLoadSpec({ ...valid, pipeline: 2, ...change }), { code: "USAGE" });
  assertLoadSpec({ ...valid, pipeline: 2 });
});

test("arrivals come in one piece", () => {
  assert.throws(() => assertLoadSpec({ ...valid, pieces: 2, loop: open(1) }), { code: "USAGE" });
  assertLoadSpec({ ...valid, pieces: 2 });
});
