import { deepEqual, equal, ok, throws } from "node:assert/strict";
import { test } from "node:test";
import { fitBlocks } from "./blocks.ts";
import { createGaussian } from "./fixtures/gaussian.ts";
import { equalLevels, noisyRounds } from "./fixtures/noisy-rounds.ts";
import { replayEquals, replayResiduals } from "./replay.ts";

/** 200 rounds of eight copies; the third was not measured in every tenth round. */
function recordedCopies(deviation: number): readonly (readonly number[])[] {
  const gaussian = createGaussian(2);
  return Array.from({ length: 200 }, (_, round) => {
    const speed = 0.3 * gaussian();
    const copies = Array.from({ length: 8 }, () => 7 + speed + deviation * gaussian());
    return round % 10 === 0 ? copies.toSpliced(2, 1) : copies;
  });
}

const copies = recordedCopies(0.04);

test("of equal copies about 5 % of experiments separate any two, and intervals hold the truth", () => {
  const all = replayEquals(copies, { series: 8, rounds: 5, replays: 400, seed: 1 });
  ok(all.falseSeparations <= 0.08, `${all.falseSeparations}`);
  ok(all.covered >= 0.92, `${all.covered}`);
  const pair = replayEquals(copies, { series: 2, rounds: 6, replays: 1000, seed: 1 });
  ok(pair.covered > 0.93 && pair.covered < 0.97, `${pair.covered}`);
});

test("series that take turns in groups are not told apart more often, and found less often", () => {
  const plan = { series: 12, rounds: 6, replays: 300, seed: 4 };
  const { falseSeparations } = replayEquals(copies, { ...plan, groupSize: 4 });
  ok(falseSeparations <= 0.09, `${falseSeparations}`);
  const found = (groupSize: number) =>
    replayEquals(copies, { ...plan, groupSize, effect: 1.1 }).found;
  ok(found(4) < found(12) && found(4) > 0.3);
});

test("a true effect is found the more often the larger it is and the more rounds there are", () => {
  const share = (effect: number, rounds: number, series = 2) =>
    replayEquals(copies, { series, rounds, effect, replays: 300, seed: 3 }).found;
  // R: power.t.test(n = 12, delta = log(1.05), sd = 0.04 * sqrt(2), type = "paired")$power is 0.776
  ok(Math.abs(share(1.05, 12) - 0.776) < 0.07);
  ok(share(1.05, 20) > share(1.05, 12));
  ok(share(1.15, 6, 12) > 0.9);
  // Slower ones are found on their side.
  ok(share(1 / 1.15, 6) > 0.9);
});

test("intervals hold the true effect as often as they should", () => {
  const plan = { series: 2, rounds: 10, effect: 1.05, replays: 1000, seed: 5 };
  const { covered, falseSeparations } = replayEquals(copies, plan);
  ok(covered > 0.93 && covered < 0.97, `${covered}`);
  equal(falseSeparations, 0);
});

test("the noise of different series is replayed as each of them had it", () => {
  const deviationOf = (place: number) => (place % 4 === 0 ? 0.1 : 0.04);
  const rounds = noisyRounds(equalLevels(12), 8, deviationOf, createGaussian(8));
  const fit = fitBlocks(rounds.filter((_, index) => index % 17 !== 5));
  const { falseSeparations } = replayResiduals(fit, { replays: 300, seed: 2 });
  ok(falseSeparations <= 0.08, `${falseSeparations}`);
});

test("the same seed replays the same, and copies that were never together cannot be replayed", () => {
  const plan = { series: 4, rounds: 4, replays: 30, seed: 9 };
  deepEqual(replayEquals(copies, plan), replayEquals(copies, plan));
  throws(() => replayEquals([[7], []], plan), {
    message: "rounds of two copies are `0`, allowed: 1 or more",
  });
});
