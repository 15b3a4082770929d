import assert from "node:assert/strict";
import { test } from "node:test";
import { createGaussian } from "../../statistics/fixtures/gaussian.ts";
import { recordedCopies } from "./fixtures/recorded-copies.ts";
import { checkReplayedNoise } from "./replayed-noise.ts";

const { signal } = new AbortController();

test("the noise of series that differ widely separates none of them in replays", async () => {
  const gaussian = createGaussian(2);
  const recording = recordedCopies(12, 6, (copy) => ({
    throughput: 1000 * 2 ** copy * Math.exp(0.05 * gaussian()),
  }));
  const { findings, text } = await checkReplayedNoise(recording, { replays: 500, seed: 1 }, signal);
  const [finding] = findings;
  // Nominally 5 %: of 500 replays at most 8 % by chance.
  assert.ok(Number.parseFloat(finding?.measured ?? "") < 8);
  assert.match(text[0] ?? "", /^The run `copies`: 12 series, 6 rounds\./);
});

test("without a run it is unavailable", async () => {
  const { findings } = await checkReplayedNoise(undefined, { replays: 500, seed: 1 }, signal);
  assert.deepEqual(
    findings.map(({ kind }) => kind),
    ["unavailable"],
  );
});
