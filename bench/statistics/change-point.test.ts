import { deepEqual, equal, ok } from "node:assert/strict";
import { test } from "node:test";
import { changePoint } from "./change-point.ts";
import { createGaussian } from "./fixtures/gaussian.ts";

function windows(count: number, bins: number, deviation: number, levelOf: (bin: number) => number) {
  const gaussian = createGaussian(bins);
  return Array.from({ length: count }, () =>
    Array.from({ length: bins }, (_, bin) => levelOf(bin) * (1 + deviation * gaussian())),
  );
}

const shifted = (all: readonly (readonly number[])[]) =>
  all.filter((bins) => changePoint(bins).kind === "shift").length;

test("a level that drops is found, with its place and size", () => {
  const bins = Array.from({ length: 40 }, (_, bin) => (bin < 15 ? 1000 : 800) + (bin % 3));
  const point = changePoint(bins);
  ok(point.kind === "shift");
  equal(point.atBin, 15);
  equal(point.ratio.toFixed(2), "0.80");
});

test("without any noise a shift is one and a constant is none", () => {
  const halves = [...Array(10).fill(5), ...Array(10).fill(10)];
  deepEqual(changePoint(halves), { kind: "shift", atBin: 10, ratio: 2 });
  deepEqual(changePoint(Array(20).fill(5)), { kind: "steady" });
  deepEqual(changePoint(Array(20).fill(0)), { kind: "steady" });
});

test("of steady windows about one in a hundred is called shifted", () => {
  const all = [20, 40, 80].flatMap((bins) => windows(500, bins, 0.2, () => 1000));
  ok(shifted(all) <= 0.015 * all.length, `${shifted(all)} of ${all.length}`);
});

test("a drop by a quarter in four seconds is mostly found in the usual noise", () => {
  const all = windows(200, 40, 0.15, (bin) => (bin < 20 ? 1000 : 750));
  ok(shifted(all) >= 0.9 * all.length, `${shifted(all)} of ${all.length}`);
});

test("a shift below 5 % is none, however sure, and few bins say nothing", () => {
  deepEqual(changePoint([...Array(50).fill(1000), ...Array(50).fill(1045)]), { kind: "steady" });
  deepEqual(changePoint([1, 1, 1, 1, 9, 9, 9, 9, 9]), { kind: "steady" });
});
