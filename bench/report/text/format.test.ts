import { equal } from "node:assert/strict";
import { test } from "node:test";
import { bytes, microseconds } from "@rowbench/shared/contract";
import {
  formatAsMilliseconds,
  formatBytes,
  formatCount,
  formatDifference,
  formatLength,
  formatMicroseconds,
  formatNumberOf,
  formatPercent,
  formatRange,
  formatRatio,
  oneLine,
  printable,
} from "./format.ts";

test("figures carry their units", () => {
  equal(formatMicroseconds(microseconds(1234)), "1.23 ms");
  equal(formatBytes(bytes(84 * 2 ** 20)), "84 MiB");
  equal(formatCount(61_234.5), "61,235");
  equal(formatPercent(0.12), "12.0 %");
  equal(formatRange([9800, 10_200, 9900], formatCount), "9,800 – 10,200");
  equal(formatNumberOf(1, "round"), "1 round");
  equal(formatNumberOf(1200, "round"), "1,200 rounds");
});

test("milliseconds without a unit keep about three digits", () => {
  equal(formatAsMilliseconds(microseconds(617)), "0.62");
  equal(formatAsMilliseconds(microseconds(12_340)), "12.3");
  equal(formatAsMilliseconds(microseconds(1_234_567)), "1,235");
});

test("a ratio that nothing limits says so, and an unknown one is a dash", () => {
  equal(formatRatio({ ratio: 1.024, low: 0.98, high: 1.06 }), "1.02 [0.98, 1.06]");
  equal(formatRatio({ ratio: 1, low: 0, high: Number.POSITIVE_INFINITY }), "–");
  equal(formatRatio({ ratio: 1, low: 0, high: 1.1e30 }), "1.00 [0.00, > 1000]");
  equal(formatRatio(undefined), "–");
});

test("a difference has two digits", () => {
  equal(formatDifference(1.0904), "9 %");
  equal(formatDifference(1.0213), "2.1 %");
  equal(formatDifference(1.126), "13 %");
});

test("lengths are seconds up to a minute and a half, then minutes", () => {
  equal(formatLength(48_400), "48 s");
  equal(formatLength(90_000), "1 min 30 s");
  equal(formatLength(600_000), "10 min");
});

test("lines of other programs become one, and cannot move the terminal", () => {
  equal(oneLine("exit code 1\r\n  \u001b[31mlast line\n"), "exit code 1 ⏎  [31mlast line");
  equal(oneLine("\n a\u009b2J \u202eb"), "a 2J  b");
  equal(oneLine("  ┌ drawn"), "  ┌ drawn");
  equal(printable("one\ntwo\u0007"), "one\ntwo ");
});
