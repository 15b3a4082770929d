import assert from "node:assert/strict";
import { test } from "node:test";
import { bytes, microseconds, requestsPerSecond } from "@rowbench/shared/contract";
import fc from "fast-check";
import { closedResult, openResult } from "../results/fixtures/slices.ts";
import { HistogramRecorder, percentileOf, summarizeHistogram } from "../statistics/histogram.ts";
import { assertReconciled } from "./fixtures/row-slice.ts";
import { mergeResults } from "./merge-results.ts";
import { type FailureKind, failureKinds } from "./terms/failure.ts";
import type { ClosedLoopResult, LoadResult, OpenLoopResult } from "./terms/load-result.ts";

function histogramOf(values: readonly number[]): string {
  const recorder = new HistogramRecorder();
  for (const value of values) recorder.record(value);
  return recorder.encode();
}

function failuresOf(some: Partial<Record<FailureKind, number>>): Record<FailureKind, number> {
  const none = Object.fromEntries(failureKinds.map((kind) => [kind, 0]));
  return { ...(none as Record<FailureKind, number>), ...some };
}

const durations = fc.array(fc.integer({ min: 0, max: 20_000_000 }), { maxLength: 200 });

/** A result of an open loop over 200 ms whose sums all hold. */
const openResults: fc.Arbitrary<OpenLoopResult> = fc
  .record({
    correctUs: durations,
    timeoutUs: fc.array(fc.constant(5_000_000), { maxLength: 5 }),
    unsentUs: fc.array(fc.integer({ min: 1, max: 1e6 }), { maxLength: 5 }),
    resets: fc.nat(3),
    inFirst: fc.double({ min: 0, max: 1, noNaN: true }),
    busy: fc.double({ min: 0, max: 1, noNaN: true }),
    size: fc.nat(1e9),
  })
  .map(({ correctUs, timeoutUs, unsentUs, resets, inFirst, busy, size }) => {
    const correct = correctUs.length;
    const first = Math.floor(correct * inFirst);
    const issued = correct + timeoutUs.length + resets;
    const offered = issued + unsentUs.length;
    const sentUs = [...correctUs, ...timeoutUs];
    const quick = correctUs.filter((value) => value < 1000);
    const slow = correctUs.filter((value) => value >= 1000);
    return openResult({
      elapsedUs: microseconds(200_000),
      issued,
      correct,
      failures: failuresOf({ timeout: timeoutUs.length, reset: resets }),
      failureSamples: resets > 0 ? { reset: `${resets}` } : {},
      answers: correct,
      throughput: requestsPerSecond((correct * 1e6) / 200_000),
      answersPerBin: [first, correct - first],
      answersPerIdBin: [correct],
      bytesReceived: bytes(size),
      generatorCpuUs: microseconds(size),
      generatorBusy: busy,
      generatorRssBytes: bytes(size),
      serviceUs: histogramOf(sentUs),
      kinds: [
        { name: "quick", correct: quick.length, latencyUs: histogramOf(quick) },
        { name: "slow", correct: slow.length, latencyUs: histogramOf(slow) },
      ],
      offered,
      unsent: unsentUs.length,
      offeredRate: requestsPerSecond((offered * 1e6) / 200_000),
      achievedRate: requestsPerSecond((issued * 1e6) / 200_000),
      latencyUs: histogramOf([...sentUs, ...unsentUs]),
      latencyWithoutLagUs: histogramOf([...sentUs, ...unsentUs]),
      lagUs: { waiting: histogramOf(sentUs), generator: histogramOf(sentUs) },
      backlogPerBin: [unsentUs.length, 0],
    });
  });

const few = fc.array(openResults, { minLength: 1, maxLength: 4 });

test("percentiles of four generators are those of one with all samples", () => {
  fc.assert(
    fc.property(fc.array(durations, { minLength: 4, maxLength: 4 }), (parts) => {
      const merged = mergeResults(
        parts.map((part) => openResult({ latencyUs: histogramOf(part) })),
      );
      assert.ok(merged.kind === "open");
      const whole = histogramOf(parts.flat());
      for (const percentile of [0, 1, 50, 90, 99, 99.9, 100])
        assert.equal(percentileOf(merged.latencyUs, percentile), percentileOf(whole, percentile));
      assert.deepEqual(summarizeHistogram(merged.latencyUs), summarizeHistogram(whole));
    }),
    { numRuns: 30 },
  );
});

test("the sums that hold for the parts hold for the whole", () => {
  fc.assert(
    fc.property(few, (parts) => {
      const merged = mergeResults(parts);
      assertReconciled(merged);
      const total = (read: (part: LoadResult) => number) =>
        parts.reduce((sum, part) => sum + read(part), 0);
      assert.equal(
        merged.issued,
        total(({ issued }) => issued),
      );
      assert.equal(
        merged.correct,
        total(({ correct }) => correct),
      );
      assert.equal(
        merged.bytesReceived,
        total(({ bytesReceived }) => bytesReceived),
      );
      assert.equal(
        merged.generatorCpuUs,
        total(({ generatorCpuUs }) => generatorCpuUs),
      );
      assert.equal(
        merged.generatorRssBytes,
        total((part) => part.generatorRssBytes),
      );
      assert.equal(merged.generatorBusy, Math.max(...parts.map((part) => part.generatorBusy)));
      assert.deepEqual(merged.answersPerIdBin, [merged.correct]);
    }),
    { numRuns: 50 },
  );
});

test("one result is merged into itself", () => {
  fc.assert(
    fc.property(openResults, (result) => {
      const { achievedRate, ...merged } = mergeResults([result]) as OpenLoopResult;
      const { achievedRate: own, ...expected } = result;
      assert.deepEqual(merged, expected);
      assert.equal(achievedRate, own);
    }),
    { numRuns: 30 },
  );
  assert.deepEqual(mergeResults([closedResult()]), closedResult());
});

test("the order of results is of no matter, but for which message is the first", () => {
  fc.assert(
    fc.property(few, (parts) => {
      const without = (results: readonly LoadResult[]) => {
        const { failureSamples: _samples, ...rest } = mergeResults(results);
        return rest;
      };
      assert.deepEqual(without(parts.toReversed()), without(parts));
    }),
    { numRuns: 30 },
  );
});

test("rates are those of all generators together", () => {
  const merged = mergeResults([
    openResult(),
    openResult({ achievedRate: requestsPerSecond(9000) }),
  ]);
  assert.ok(merged.kind === "open");
  assert.equal(merged.throughput, 20_000);
  assert.equal(merged.offeredRate, 20_000);
  assert.equal(merged.achievedRate, 19_000);
});

test("time in flight and answers of a closed loop add up, fractions as well", () => {
  const part = closedResult({ answers: 0.5, inFlightUs: 10 });
  const merged = mergeResults([part, closedResult({ answers: 2.25, inFlightUs: 32 })]);
  assert.ok(merged.kind === "closed");
  assert.equal(merged.answers, 2.75);
  assert.equal(merged.throughput, 2.75);
  assert.equal(merged.inFlightUs, 42);
});

test("a warm-up is judged by all answers together", () => {
  const warmUp = (answersPerBin: readonly number[], isSteady: boolean) =>
    closedResult({ warmUp: { elapsedUs: microseconds(1_000_000), isSteady, answersPerBin } });
  const rising = Array.from({ length: 10 }, (_, bin) => 1000 + 100 * bin);
  const falling = rising.toReversed();
  const steadyOf = (...results: readonly ClosedLoopResult[]) => {
    const merged = mergeResults(results);
    return merged.kind === "closed" && merged.warmUp.isSteady;
  };
  assert.equal(steadyOf(warmUp(rising, false), warmUp(falling, true)), true);
  assert.equal(steadyOf(warmUp(rising, false), warmUp(rising, false)), false);
  assert.equal(steadyOf(warmUp(rising, false)), false);
});

test("the first message of each kind of failure is kept", () => {
  const merged = mergeResults([
    closedResult({ failureSamples: { reset: "first reset" } }),
    closedResult({ failureSamples: { reset: "second reset", timeout: "first timeout" } }),
  ]);
  assert.deepEqual(merged.failureSamples, { reset: "first reset", timeout: "first timeout" });
});

test("results that are not of one load are not merged", () => {
  const warmUp = { ...closedResult().warmUp, elapsedUs: microseconds(100_000) };
  const { answersPerIdBin: _, ...noIds } = closedResult();
  const kinds = [{ name: "db", correct: 1, latencyUs: histogramOf([1]) }];
  const cases: readonly (readonly [readonly LoadResult[], RegExp])[] = [
    [[], /elapsedUs/],
    [[closedResult(), openResult()], /kind is `closed`, `open`/],
    [[openResult(), openResult({ elapsedUs: microseconds(5) })], /elapsedUs is `1000000`, `5`/],
    [[closedResult(), closedResult({ warmUp })], /warmUp\.elapsedUs is `0`, `100000`/],
    [[closedResult(), closedResult({ kinds })], /kinds is `undefined`, `db`/],
    [[closedResult(), noIds], /answersPerIdBin is `64`, `undefined`/],
  ];
  for (const [results, message] of cases) assert.throws(() => mergeResults(results), { message });
});
