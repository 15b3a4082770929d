import { equal } from "node:assert/strict";
import { test } from "node:test";
import { closedMeasurement } from "./fixtures/measurement.ts";
import { skew } from "./skew.ts";

const apart = (startSkewUs: number) => skew.check(closedMeasurement({ record: { startSkewUs } }));

test("generators may begin 1 % of the window apart", () => {
  equal(apart(0), undefined);
  equal(apart(10_000), undefined);
  equal(apart(10_400), "the generators began 10 ms apart: more than 1 % of the window");
  equal(apart(61_234.5), "the generators began 61 ms apart: more than 1 % of the window");
});

test("who began last is named", () => {
  const record = { startSkewUs: 61_000, lastToStart: "generator 2" };
  equal(
    skew.check(closedMeasurement({ record })),
    "the generators began 61 ms apart, generator 2 last: more than 1 % of the window",
  );
});

test("one generator has nobody to be apart from", () => {
  equal(skew.check(closedMeasurement()), undefined);
});
