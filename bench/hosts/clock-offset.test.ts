import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { measureOffset } from "./clock-offset.ts";

interface Exchange {
  readonly thereUs: number;
  readonly backUs: number;
}

/** Two clocks that differ by `offsetUs`, and exchanges that take as long as these, in turn. */
function clocks(offsetUs: number, exchanges: readonly Exchange[]) {
  let timeUs = 1_000_000;
  let asked = 0;
  return {
    now: () => timeUs,
    ask: async () => {
      const { thereUs, backUs } = exchanges[asked % exchanges.length] as Exchange;
      asked += 1;
      timeUs += thereUs;
      const remoteUs = timeUs + offsetUs;
      timeUs += backUs;
      return remoteUs;
    },
    asked: () => asked,
  };
}

test("with ways that are alike the offset is exact", async () => {
  const { now, ask } = clocks(-5_000_000, [{ thereUs: 100, backUs: 100 }]);
  assert.deepEqual(await measureOffset(now, ask), { offsetUs: -5_000_000, uncertaintyUs: 100 });
});

test("the exchange with the shortest round trip counts", async () => {
  const { now, ask, asked } = clocks(1000, [
    { thereUs: 50, backUs: 900 },
    { thereUs: 60, backUs: 40 },
    { thereUs: 30, backUs: 100 },
  ]);
  assert.deepEqual(await measureOffset(now, ask, 3), { offsetUs: 1010, uncertaintyUs: 50 });
  assert.equal(asked(), 3);
});

test("the true offset lies within the uncertainty, however unlike the ways are", async () => {
  const way = fc.integer({ min: 0, max: 1_000_000 });
  const exchange = fc.record({ thereUs: way, backUs: way });
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: -1e12, max: 1e12 }),
      fc.array(exchange, { minLength: 1, maxLength: 10 }),
      async (trueUs, exchanges) => {
        const { now, ask } = clocks(trueUs, exchanges);
        const { offsetUs, uncertaintyUs } = await measureOffset(now, ask, exchanges.length);
        const trips = exchanges.map(({ thereUs, backUs }) => thereUs + backUs);
        assert.equal(uncertaintyUs, Math.min(...trips) / 2);
        assert.ok(Math.abs(offsetUs - trueUs) <= uncertaintyUs);
      },
    ),
  );
});

test("a clock that cannot be asked is an error", async () => {
  const gone = new Error("gone");
  await assert.rejects(
    measureOffset(
      () => 0,
      () => Promise.reject(gone),
    ),
    gone,
  );
});
