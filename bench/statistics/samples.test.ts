import { deepEqual, equal } from "node:assert/strict";
import { test } from "node:test";
import { compareSamples } from "./samples.ts";

const a = [101, 104, 99, 103, 108];
const b = [95, 97, 99, 90, 101, 98];
const round = (value: number | undefined) => value?.toFixed(6);

test("Welch's interval is that of R's t.test on logarithms", () => {
  const compared = compareSamples(a, b);
  deepEqual([compared?.ratio, compared?.low, compared?.high].map(round), [
    "1.065770",
    "1.013998",
    "1.120185",
  ]);
  equal(compared?.verdict, "faster");
  const wider = compareSamples(a, b, { confidence: 0.99 });
  deepEqual([wider?.low, wider?.high].map(round), ["0.992190", "1.144806"]);
  equal(wider?.verdict, "cannot tell");
});

test("what is faster by a lower figure is said so", () => {
  equal(compareSamples(a, b, { better: "lower" })?.verdict, "slower");
});

test("a single figure is no sample", () => {
  equal(compareSamples([1], b), undefined);
});
