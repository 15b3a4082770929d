import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { milliseconds } from "@rowbench/shared/contract";
import { type Fixture, startFixture } from "./fixtures/fixture.ts";
import { assertReconciled, closed, cold, kindOf, open } from "./fixtures/row-slice.ts";
import { mergeResults } from "./merge-results.ts";
import { type LoadGenerator, startLoadGenerator } from "./process/load-generator.ts";
import { splitLoad } from "./split-load.ts";
import { nowUs } from "./terms/clock.ts";
import type { LoadSpec } from "./terms/load-spec.ts";

let server: Fixture;
let generators: readonly LoadGenerator[];

before(async () => {
  server = await startFixture("counting-server", "");
  generators = await Promise.all([startLoadGenerator(), startLoadGenerator()]);
});

after(async () => {
  await Promise.all(generators.map((generator) => generator.close()));
  await server.stop();
});

function specWith(change: Partial<LoadSpec>): LoadSpec {
  return {
    origin: server.url,
    kinds: [{ ...kindOf("json"), expect: "message" }],
    loop: cold,
    connections: 5,
    duration: milliseconds(300),
    seed: 5,
    timeLimit: milliseconds(2000),
    ...change,
  };
}

/** Runs the parts of a load, which begin together once all are connected. */
async function runTogether(change: Partial<LoadSpec>) {
  const parts = splitLoad(specWith(change), generators.length);
  const allConnected = Promise.withResolvers<number>();
  let connected = 0;
  const whenConnected = () => {
    connected += 1;
    if (connected === parts.length) allConnected.resolve(nowUs() + 20_000);
    return allConnected.promise;
  };
  const began: number[] = [];
  const onBegin = (atUs: number) => void began.push(atUs);
  const results = await Promise.all(
    generators.map((generator, index) =>
      generator.run(parts[index] as LoadSpec, { whenConnected, onBegin }),
    ),
  );
  return {
    results,
    began,
    beginUs: await allConnected.promise,
    counted: (await server.truth()).length,
  };
}

for (const loop of [closed(100, 200), open(1000)])
  test(`two generators count together what the server counts, ${loop.kind} loop`, async () => {
    const { results, began, beginUs, counted } = await runTogether({ loop });
    const merged = mergeResults(results);
    assertReconciled(merged);
    assert.ok(results.every(({ correct }) => correct > 0));
    assert.equal(merged.correct, counted);
    assert.equal(merged.issued, counted);
    assert.equal(began.length, 2);
    assert.ok(Math.min(...began) >= beginUs);
    assert.ok(Math.max(...began) - Math.min(...began) < 50_000, `\`${began}\``);
  });

test("each generator has arrivals of its own", async () => {
  const { results } = await runTogether({ loop: open(1000), connections: 4 });
  const offered = results.map((result) => result.kind === "open" && result.offered);
  assert.notEqual(offered[0], offered[1]);
});

test("a slice that is ended while it is held leaves no time behind for the next one", async () => {
  const [generator] = generators as [LoadGenerator];
  const time = Promise.withResolvers<number>();
  const controller = new AbortController();
  const spec = specWith({ duration: milliseconds(50) });
  const ended = generator.run(spec, {
    signal: controller.signal,
    whenConnected: () => {
      controller.abort(new Error("enough"));
      return time.promise;
    },
  });
  await assert.rejects(ended, { message: "enough" });
  let atUs = 0;
  const began: number[] = [];
  await generator.run(spec, {
    whenConnected: async () => {
      time.resolve(0);
      await time.promise;
      atUs = nowUs() + 30_000;
      return atUs;
    },
    onBegin: (beganUs) => void began.push(beganUs),
  });
  assert.ok((began[0] as number) >= atUs);
});

test("an error in `whenConnected` or `onBegin` ends the slice and is its own", async () => {
  const [generator] = generators as [LoadGenerator];
  const spec = specWith({ duration: milliseconds(60_000) });
  const gone = new Error("another generator is gone");
  const whenConnected = () => Promise.reject(gone);
  await assert.rejects(generator.run(spec, { whenConnected }), gone);
  const onBegin = () => {
    throw gone;
  };
  await assert.rejects(generator.run(spec, { onBegin }), gone);
});
