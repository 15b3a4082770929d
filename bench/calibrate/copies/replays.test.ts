import assert from "node:assert/strict";
import { test } from "node:test";
import { playReplays } from "./replays.ts";

const { signal } = new AbortController();

test("replays are played in batches with seeds of their own, and their shares are averaged", async () => {
  const batches: { readonly replays: number; readonly seed: number }[] = [];
  const result = await playReplays(200, 7, signal, (batch) => {
    batches.push(batch);
    const share = batch.seed === 7 ? 0.1 : 0.3;
    return { falseSeparations: share, found: 1, covered: 1 - share };
  });
  assert.deepEqual(batches, [
    { replays: 100, seed: 7 },
    { replays: 100, seed: 8 },
  ]);
  assert.deepEqual(result, { falseSeparations: 0.2, found: 1, covered: 0.8 });
});

test("a few replays are one batch", async () => {
  const none = { falseSeparations: 0, found: 0, covered: 1 };
  const played: number[] = [];
  await playReplays(3, 1, signal, ({ replays }) => {
    played.push(replays);
    return none;
  });
  assert.deepEqual(played, [3]);
});
