import { equal } from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { createRandom } from "./random.ts";
import { isUniform } from "./uniformity.ts";

function countsOf(answers: number, rows: number, bins: number, idOf: (draw: number) => number) {
  const counts = new Array<number>(bins).fill(0);
  const random = createRandom(answers + rows);
  for (let answer = 0; answer < answers; answer += 1) {
    const id = idOf(random() / 2 ** 32);
    counts[Math.floor(((id - 1) * bins) / rows)]! += 1;
  }
  return counts;
}

test("ids that are drawn uniformly pass, whatever the rows and the bins", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 500 }),
      fc.integer({ min: 1, max: 70 }),
      fc.integer({ min: 0, max: 3000 }),
      (rows, bins, answers) => {
        const counts = countsOf(answers, rows, bins, (draw) => 1 + Math.floor(draw * rows));
        equal(isUniform(counts, rows), true);
      },
    ),
  );
});

test("the limit is a probability of a millionth by R", () => {
  // R: for (x in c(249, 250)) print(chisq.test(c(rep(160, 7), x))$p.value): 1.009e-6, 6.8e-7
  const counts = (last: number) => [...Array(7).fill(160), last];
  equal(isUniform(counts(249), 8000), true);
  equal(isUniform(counts(250), 8000), false);
});

test("one id, a half of them, or ids beyond the rows do not pass", () => {
  equal(
    isUniform(
      countsOf(1000, 10_000, 64, () => 1),
      10_000,
    ),
    false,
  );
  const half = countsOf(1000, 10_000, 64, (draw) => 1 + Math.floor(draw * 5000));
  equal(isUniform(half, 10_000), false);
  equal(isUniform([1, 0, 1, 0], 3), true);
  equal(isUniform([1, 1, 0, 0], 1), false);
});

test("a bias that is far below a percent is no lie, however many answers show it", () => {
  const counts = Array.from({ length: 64 }, (_, bin) => 1e7 * (bin % 2 === 0 ? 1.003 : 0.997));
  equal(isUniform(counts, 10_048), true);
});
