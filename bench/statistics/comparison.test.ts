import { deepEqual, equal, ok } from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { fitBlocks, type Observation } from "./blocks.ts";
import { type CompareOptions, type Comparison, compareAll } from "./comparison.ts";
import { evenRounds } from "./fixtures/noisy-rounds.ts";
import { withGaps } from "./fixtures/with-gaps.ts";
import { mirrorVerdict } from "./verdict.ts";

const compare = (observations: readonly Observation[], options?: CompareOptions) =>
  compareAll(fitBlocks(observations), options);

function close(actual: number, expected: number, tolerance = 1e-7): void {
  ok(Math.abs(actual / expected - 1) < tolerance, `${actual} is not ${expected}`);
}

test("with missing cells the intervals are those of SciPy, by drawn variances and Bonferroni's bound", () => {
  // Python: C is the pseudo-inverse of the series' information, v and d the series' own variances and
  // degrees of freedom, s the variance of all; they differ by no more than chance, so that d0 = 4 / 2
  // p = (2 * s + d * v) / (2 + d); a, b = p[i] * C[i, i], p[j] * C[j, j]
  // se = sqrt((a + b) * (C[i, i] + C[j, j] - 2 * C[i, j]) / (C[i, i] + C[j, j]))
  // w = min((a + b)**2 / (a**2 / (2 + d[i]) + b**2 / (2 + d[j])), 5)
  // exp(difference + (-1, 1) * scipy.stats.t.ppf(1 - 0.05 / 12, w) * se)
  const expected = [
    ["a", "b", -0.1442963327191, 0.01863162320878, 0.8001877347815, 0.9364269577473],
    ["a", "c", 0.0253300760524, 0.02263551121501, 0.9322295999488, 1.1284401657956],
    ["a", "d", -0.0557426562323, 0.02109174778258, 0.8652513294969, 1.0338089048575],
    ["b", "c", 0.1696264087714, 0.02420389757091, 1.0698331300747, 1.3122590719858],
    ["b", "d", 0.0885536764868, 0.02313932396429, 0.9909627991539, 1.2046458664967],
    ["c", "d", -0.0810727322847, 0.02706631863207, 0.8226093167903, 1.0336832894036],
  ] as const;
  const { pairs, series } = compare(withGaps);
  equal(pairs.length, expected.length);
  for (const [index, [a, b, difference, standardError, low, high]] of expected.entries()) {
    const pair = pairs[index]!;
    deepEqual([pair.a, pair.b, pair.method], [a, b, "moderated variances"]);
    close(pair.difference, difference);
    close(pair.standardError, standardError);
    close(pair.low, low);
    close(pair.high, high);
  }
  deepEqual(series, ["b", "d", "a", "c"]);
});

test("a pair can be looked up either way", () => {
  const { between } = compare(withGaps);
  const [there, back] = [between("b", "c")!, between("c", "b")!];
  deepEqual([there.verdict, back.verdict], ["faster", "slower"]);
  deepEqual([back.a, back.b, back.difference], ["c", "b", -there.difference]);
  close(back.low, 1 / there.high);
  close(back.high, 1 / there.low);
  equal(between("a", "a"), undefined);
  for (const name of "abcd") {
    equal(between(name, "nobody"), undefined);
    equal(between("nobody", name), undefined);
  }
});

test("where the lower figure is the better one, the verdict turns and the ratio stays", () => {
  const { between, series } = compare(withGaps, { better: "lower" });
  deepEqual(series, ["c", "a", "d", "b"]);
  equal(between("b", "c")?.verdict, "slower");
  ok((between("b", "c")?.ratio ?? 0) > 1);
});

test("one round tells nothing, and says so without an error", () => {
  const [pair] = compare(withGaps.filter(({ round }) => round === 1)).pairs;
  deepEqual([pair?.low, pair?.high, pair?.verdict], [0, Number.POSITIVE_INFINITY, "cannot tell"]);
});

test("series that share no round, not even through others, are no pair", () => {
  const apart = withGaps.map((one) => ({
    ...one,
    series: `${one.series}'`,
    round: one.round + 10,
  }));
  const { pairs, between } = compare([...withGaps, ...apart]);
  equal(pairs.length, 12);
  equal(between("a", "a'"), undefined);
});

test("figures without any noise are told apart or equivalent", () => {
  const exact = [1, 2, 3].flatMap((round) => [
    { series: "a", round, value: 100 * round },
    { series: "b", round, value: 100.5 * round },
    { series: "c", round, value: 120 * round },
  ]);
  const { between } = compare(exact);
  equal(between("a", "b")?.verdict, "equivalent");
  equal(between("c", "a")?.verdict, "faster");
});

const verdictsOf = (pairs: readonly Comparison[]) => pairs.map(({ verdict }) => verdict);
const levels = { a: 1000, b: 1040, c: 1100, d: 1200 };
const anyRounds = fc
  .record({ rounds: fc.integer({ min: 2, max: 5 }), seed: fc.nat() })
  .map(({ rounds, seed }) => evenRounds(levels, rounds, 0.03, seed));

test("a machine that changes its speed between rounds changes no verdict and no ratio", () => {
  fc.assert(
    fc.property(anyRounds, fc.double({ min: 0.1, max: 10, noNaN: true }), (observations, speed) => {
      const other = observations.map((one) => ({ ...one, value: one.value * speed ** one.round }));
      const [before, after] = [compare(observations).pairs, compare(other).pairs];
      deepEqual(verdictsOf(after), verdictsOf(before));
      after.forEach(({ high }, index) => {
        close(high, before[index]!.high, 1e-6);
      });
    }),
    { numRuns: 50 },
  );
});

test("inverse figures, such as the time of a request, mirror every verdict", () => {
  fc.assert(
    fc.property(anyRounds, (observations) => {
      const inverse = observations.map((one) => ({ ...one, value: 1 / one.value }));
      const verdicts = verdictsOf(compare(observations).pairs);
      deepEqual(verdictsOf(compare(inverse).pairs), verdicts.map(mirrorVerdict));
      deepEqual(verdictsOf(compare(inverse, { better: "lower" }).pairs), verdicts);
    }),
    { numRuns: 50 },
  );
});

test("from ten rounds on the signs of rounds are flipped, and may only widen intervals", () => {
  const observations = evenRounds(levels, 10, 0.03, 3);
  // What half of the series have in common in a round is no noise of each.
  const correlated = observations.map((one) => ({
    ...one,
    value: one.value * ("ab".includes(one.series) ? 1 + 0.2 * Math.sin(7 * one.round) : 1),
  }));
  const { pairs } = compare(correlated);
  ok(pairs.every(({ method }) => method === "sign flips"));
  const nine = compare(correlated.filter(({ round }) => round < 9)).pairs;
  ok(nine.every(({ method }) => method !== "sign flips"));
});
