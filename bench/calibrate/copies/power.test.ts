import assert from "node:assert/strict";
import { test } from "node:test";
import { createGaussian } from "../../statistics/fixtures/gaussian.ts";
import { recordedCopies } from "./fixtures/recorded-copies.ts";
import { checkPower, type PowerRequest } from "./power.ts";

const { signal } = new AbortController();

function requestWith(deviation: number): PowerRequest {
  const gaussian = createGaussian(1);
  const recording = recordedCopies(8, 60, () => ({
    throughput: 1000 * Math.exp(0.1 * gaussian()),
  }));
  // Starts of one second vary by `deviation`, half of it within.
  const noise = { within: deviation ** 2 / 2, between: deviation ** 2 / 2, alone: 0 };
  const both = { noise, source: "a test", turns: 2, seconds: 1 };
  return {
    recording,
    designs: {
      pair: { ...both, name: "two", series: 2, rounds: 20, groupSize: 2 },
      twelve: { ...both, name: "twelve", series: 12, rounds: 8, groupSize: 12 },
    },
  };
}

const options = { replays: 250, seed: 7 };

test("with little noise every true effect is found, and none that is not there", async () => {
  const { findings, tables } = await checkPower(requestWith(0.005), options, signal);
  assert.deepEqual(
    findings.slice(0, 2).map(({ measured, kind }) => [measured, kind]),
    [
      ["100.0 %", "reached"],
      ["100.0 %", "reached"],
    ],
  );
  const [none, one] = tables[0]?.rows ?? [];
  assert.equal(none?.[0], "none");
  assert.ok(Number.parseFloat(none?.[1] ?? "") < 8);
  assert.equal(one?.[0], "1 %");
});

test("with much noise the same effects are lost, and intervals still hold the truth", async () => {
  const { findings } = await checkPower(requestWith(0.2), options, signal);
  assert.deepEqual(
    findings.map(({ kind }) => kind),
    ["missed", "missed", "reached"],
  );
});

test("power does not depend on the noise of the recording, which is scaled away", async () => {
  // Power of a paired t test of 20 rounds for ln 1.05 at a standard deviation of 0.05 · √2, R:
  // power.t.test(20, log(1.05), 0.05 * sqrt(2), type = "paired", strict = TRUE)$power
  const { findings } = await checkPower(requestWith(0.05), { replays: 750, seed: 1 }, signal);
  const found = Number.parseFloat(findings[0]?.measured ?? "");
  assert.ok(Math.abs(found - 83.4) < 6, `\`${found}\``);
});

test("each design meets its own noise", async () => {
  const { designs, recording } = requestWith(0.2);
  const { pair } = requestWith(0.005).designs;
  const { findings } = await checkPower(
    { recording, designs: { ...designs, pair } },
    options,
    signal,
  );
  assert.deepEqual(
    findings.slice(0, 2).map(({ kind }) => kind),
    ["reached", "missed"],
  );
});

test("an abort ends the replays", async () => {
  const aborted = AbortSignal.abort(new Error("stopped"));
  await assert.rejects(checkPower(requestWith(0.05), options, aborted), /stopped/);
});
