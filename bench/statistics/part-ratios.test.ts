import { deepEqual, equal, ok } from "node:assert/strict";
import { test } from "node:test";
import { fitBlocks } from "./blocks.ts";
import { compareAll } from "./comparison.ts";
import { evenRounds, type Levels } from "./fixtures/noisy-rounds.ts";
import { decidingPart, type PartChange, spansOf } from "./part-ratios.ts";

const changes: readonly PartChange[] = [
  { part: "driver", value: "pg", series: "driver pg" },
  { part: "pool", value: "1", series: "pool 1" },
  { part: "pool", value: "8", series: "pool 8" },
  { part: "model", value: "threads", series: "model threads" },
];

function spans(levels: Levels, deviation: number) {
  const observations = evenRounds(levels, 5, deviation, 4);
  return spansOf(compareAll(fitBlocks(observations)), changes, "base");
}

const different = { base: 100, "pool 1": 50, "pool 8": 300, "driver pg": 80 };

test("the part that surely decides most comes first, with the base as one of its choices", () => {
  const found = spans(different, 0.01);
  deepEqual(
    found.map(({ part }) => part),
    // The model was not measured: it has no span, rather than one of 1.
    ["pool", "driver"],
  );
  const [pool, driver] = found;
  ok(pool!.atLeast > 5.7 && pool!.atLeast < pool!.observed && pool!.atMost > pool!.observed);
  ok(driver!.atLeast < 1.25 && driver!.atMost > 1.25);
  deepEqual(decidingPart(found), { kind: "decided", part: "pool" });
});

test("noise alone gives a span that is observed and not carried, and no part decides", () => {
  const equalChoices = { base: 1, "pool 1": 1, "pool 8": 1, "driver pg": 1, "model threads": 1 };
  const found = spans(equalChoices, 0.1);
  ok(found.every(({ observed, atLeast }) => observed > 1 && atLeast === 1));
  const deciding = decidingPart(found);
  equal(deciding.kind, "cannot tell");
  deepEqual(deciding.kind === "cannot tell" && deciding.parts.toSorted(), [
    "driver",
    "model",
    "pool",
  ]);
});

test("two parts of about the same span are not put in order, a clearly smaller one is out", () => {
  const found = spans({ ...different, "pool 1": 100, "driver pg": 31, "model threads": 110 }, 0.02);
  const deciding = decidingPart(found);
  deepEqual(deciding.kind === "cannot tell" && deciding.parts.toSorted(), ["driver", "pool"]);
  deepEqual(decidingPart([]), { kind: "cannot tell", parts: [] });
});
