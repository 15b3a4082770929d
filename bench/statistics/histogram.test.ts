import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { build } from "hdr-histogram-js";
import {
  HistogramRecorder,
  mergeHistograms,
  percentileOf,
  readPercentiles,
  summarizeHistogram,
} from "./histogram.ts";

/** Longer durations count as this one. */
const longestUs = 2 ** 27 - 1;

function recorded(values: readonly number[]): string {
  const recorder = new HistogramRecorder();
  for (const value of values) recorder.record(value);
  return recorder.encode();
}

test("1 to 1000 us have exact percentiles", () => {
  const values = Array.from({ length: 1000 }, (_, index) => index + 1);
  assert.deepEqual(summarizeHistogram(recorded(values)), {
    count: 1000,
    meanUs: 500.5,
    p50Us: 500,
    p90Us: 900,
    p99Us: 990,
    p999Us: 999,
    maxUs: 1000,
  });
});

test("a percentile of one sample is that sample to three digits", () => {
  assert.equal(percentileOf(recorded([2047.9]), 99), 2047);
  assert.equal(percentileOf(recorded([2048]), 50), 2049);
  assert.equal(percentileOf(recorded([60_000_000]), 50), 60_030_975);
});

test("an empty histogram counts nothing", () => {
  const empty = { count: 0, meanUs: 0, p50Us: 0, p90Us: 0, p99Us: 0, p999Us: 0, maxUs: 0 };
  assert.deepEqual(summarizeHistogram(recorded([])), empty);
  assert.deepEqual(summarizeHistogram(mergeHistograms([])), empty);
});

test("a duration out of range is recorded as the nearest one in range", () => {
  assert.equal(percentileOf(recorded([-1]), 50), 0);
  assert.equal(percentileOf(recorded([1e12]), 50), longestUs);
});

test("our buckets are those of hdr-histogram-js", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: longestUs }), { minLength: 1 }), (values) => {
      const naive = build({ highestTrackableValue: longestUs, bitBucketSize: 64 });
      for (const value of values) naive.recordValue(value);
      const encoded = recorded(values);
      for (const percentile of [1, 50, 99, 100]) {
        assert.equal(percentileOf(encoded, percentile), naive.getValueAtPercentile(percentile));
      }
      assert.equal(summarizeHistogram(encoded).count, values.length);
      const { meanUs } = summarizeHistogram(encoded);
      assert.ok(Math.abs(meanUs - naive.mean) <= 1e-9 * naive.mean, `${meanUs}, ${naive.mean}`);
    }),
  );
});

test("merged histograms are the histogram of all values", () => {
  const values = fc.array(fc.integer({ min: 0, max: 1e7 }));
  fc.assert(
    fc.property(fc.array(values), (parts) => {
      assert.deepEqual(
        summarizeHistogram(mergeHistograms(parts.map(recorded))),
        summarizeHistogram(recorded(parts.flat())),
      );
    }),
    { numRuns: 30 },
  );
});

test("percentiles of several histograms are those of the merged one", () => {
  const parts = [[1000, 2000], [3000], []].map(recorded);
  const { count, at } = readPercentiles(parts);
  assert.equal(count, 3);
  const merged = mergeHistograms(parts);
  for (const percentile of [0, 50, 99]) {
    assert.equal(at(percentile), percentileOf(merged, percentile));
  }
  assert.equal(readPercentiles([]).count, 0);
});

test("a recorder tells a percentile of what it has so far, as its histogram would", () => {
  assert.equal(new HistogramRecorder().percentile(99), undefined);
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 2000 }), { minLength: 1 }), (values) => {
      const recorder = new HistogramRecorder();
      for (const value of values) recorder.record(value);
      assert.equal(recorder.percentile(99), percentileOf(recorder.encode(), 99));
    }),
  );
});
