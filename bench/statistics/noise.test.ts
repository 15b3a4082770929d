import { equal, ok } from "node:assert/strict";
import { test } from "node:test";
import { createGaussian } from "./fixtures/gaussian.ts";
import { mean } from "./mean.ts";
import { type MeasuredStart, noiseOf } from "./noise.ts";

/** Starts of `series` in `rounds` with independent bins: a second scatters by √10 less than one. */
function starts(
  series: number,
  rounds: number,
  between: number,
  within: number,
  seconds = 4,
): readonly MeasuredStart[] {
  const gaussian = createGaussian(5);
  return Array.from({ length: series * rounds }, (_, index) => {
    const level = 500 * Math.exp(between * gaussian());
    const answersPerBin = Array.from(
      { length: 10 * seconds },
      () => level * (1 + within * Math.sqrt(10) * gaussian()),
    );
    const throughput = 10 * mean(answersPerBin);
    return {
      series: `s${index % series}`,
      round: Math.floor(index / series),
      answersPerBin,
      throughput,
    };
  });
}

const known = { within: 0.06 ** 2, between: 0.5 ** 2 };

test("windows too short to tell what is within leave what was known, and tell the rest", () => {
  const noise = noiseOf(starts(20, 20, 0.1, 0.06, 1), known);
  equal(noise?.within, known.within);
  ok(Math.abs(Math.sqrt(noise?.between ?? 0) / 0.1 - 1) < 0.15);
});

test("what scatters within and between starts is found again", () => {
  const noise = noiseOf(starts(20, 20, 0.04, 0.06), known);
  ok(Math.abs(Math.sqrt(noise?.within ?? 0) / 0.06 - 1) < 0.1);
  ok(Math.abs(Math.sqrt(noise?.between ?? 0) / 0.04 - 1) < 0.15);
});

test("starts that do not differ leave half a percent between them, not nothing", () => {
  const same = starts(6, 6, 0, 0.1).map((start) => ({ ...start, throughput: 5000 }));
  equal(noiseOf(same, known)?.between, 0.005 ** 2);
});

test("one series with stalls does not decide what is within", () => {
  const plain = starts(7, 6, 0.03, 0.06);
  const stalled = plain.map((start) =>
    start.series === "s0"
      ? { ...start, answersPerBin: start.answersPerBin.with(3, 50_000) }
      : start,
  );
  const [before, after] = [noiseOf(plain, known), noiseOf(stalled, known)];
  ok(Math.abs((after?.within ?? 0) / (before?.within ?? 1) - 1) < 0.2);
});

test("too few starts, or only short ones, tell nothing", () => {
  equal(noiseOf([], known), undefined);
  equal(noiseOf(starts(5, 1, 0.03, 0.06), known), undefined);
});
