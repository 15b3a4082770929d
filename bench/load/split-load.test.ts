import assert from "node:assert/strict";
import { test } from "node:test";
import { milliseconds } from "@rowbench/shared/contract";
import fc from "fast-check";
import { closed, kindOf, open } from "./fixtures/row-slice.ts";
import { createArrivals } from "./loops/arrivals.ts";
import { splitLoad } from "./split-load.ts";
import type { LoadSpec } from "./terms/load-spec.ts";

const spec: LoadSpec = {
  origin: "http://127.0.0.1:3000",
  kinds: [kindOf("db", 3), kindOf("wait", 1)],
  loop: closed(2000, 5000),
  connections: 10,
  duration: milliseconds(1000),
  seed: 7,
  timeLimit: milliseconds(1000),
  table: { rows: 100, salt: 1 },
};

test("a load of one generator is the load", () => {
  assert.deepEqual(splitLoad(spec, 1), [spec]);
});

test("parts have even connections, seeds of their own, and one length of warm-up", () => {
  const loop = closed(5000, 5000);
  assert.deepEqual(splitLoad(spec, 3), [
    { ...spec, loop, connections: 4, seed: 7 },
    { ...spec, loop, connections: 3, seed: 8 },
    { ...spec, loop, connections: 3, seed: 9 },
  ]);
});

test("a load without a warm-up has none in its parts", () => {
  const parts = splitLoad({ ...spec, loop: closed(0, 0) }, 2);
  assert.deepEqual(
    parts.map(({ loop }) => loop),
    [closed(0, 0), closed(0, 0)],
  );
});

test("an open loop's rate is split as its connections are", () => {
  const parts = splitLoad({ ...spec, loop: open(1000) }, 3);
  assert.deepEqual(
    parts.map(({ loop }) => loop),
    [open(400), open(300), open(300)],
  );
});

test("parts with the same rate have other arrivals", () => {
  const [, second, third] = splitLoad({ ...spec, loop: open(1000) }, 3) as [
    LoadSpec,
    LoadSpec,
    LoadSpec,
  ];
  const first = ({ seed }: LoadSpec) => createArrivals(open(300).rate, seed, 1e6).nextUs;
  assert.notEqual(first(second), first(third));
});

test("all parts together are the load, and none differs from another by more than a connection", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 2000 }),
      fc.integer({ min: 1, max: 50 }),
      fc.integer({ min: 1, max: 1_000_000 }),
      (connections, generators, rate) => {
        fc.pre(generators <= connections);
        const parts = splitLoad({ ...spec, connections, loop: open(rate) }, generators);
        const own = parts.map((part) => part.connections);
        assert.equal(parts.length, generators);
        assert.equal(sum(own), connections);
        assert.ok(Math.max(...own) - Math.min(...own) <= 1);
        const rates = parts.map(({ loop }) => (loop.kind === "open" ? loop.rate : 0));
        assert.ok(Math.abs(sum(rates) / rate - 1) < 1e-12);
      },
    ),
  );
});

test("a generator without a connection is a mistake of usage", () => {
  for (const generators of [0, 1.5, 11])
    assert.throws(() => splitLoad(spec, generators), {
      code: "USAGE",
      message: `generators is \`${generators}\`, allowed: 1 to \`10\`, the number of connections`,
    });
});

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
