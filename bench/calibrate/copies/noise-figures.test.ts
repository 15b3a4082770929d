import assert from "node:assert/strict";
import { test } from "node:test";
import { recordedCopies } from "./fixtures/recorded-copies.ts";
import { compareNoise } from "./noise-figures.ts";

function rowsOf(startOf: Parameters<typeof recordedCopies>[2]): ReadonlyMap<string, string> {
  const [table] = compareNoise([recordedCopies(2, 2, startOf)]).tables;
  return new Map((table?.rows ?? []).map(([name = "", deviation = ""]) => [name, deviation]));
}

/** Both copies swap by this ratio in the second round, which leaves a scatter that is known. */
function swapped(copy: number, round: number, ratio: number): number {
  return copy + 1 === round ? 1000 * ratio : 1000;
}

test("the deviation of a paired log ratio is that of the pairs themselves", () => {
  const rows = rowsOf((copy, round) => ({ throughput: swapped(copy, round, Math.exp(0.1)) }));
  // Log ratios of the two rounds are 0.1 and −0.1: R's sd(c(0.1, -0.1)) is 0.1414.
  assert.equal(rows.get("req/s of the window, as it is used"), "14.1 %");
  assert.equal(rows.get("median of its tenths"), "14.1 %");
  assert.equal(rows.get("mean without the first 0.5 s"), "14.1 %");
});

test("a stalled tenth moves the mean, and neither the median nor the trimmed mean", () => {
  const rows = rowsOf((copy, round) => {
    const first = copy + 1 === round ? 0 : 100;
    const bins = [first, ...new Array<number>(9).fill(100)];
    return { throughput: bins.reduce((sum, count) => sum + count, 0), bins };
  });
  // ln(0.9) and −ln(0.9): the deviation is √2 · 0.1054.
  assert.equal(rows.get("mean of its tenths of a second"), "14.9 %");
  assert.equal(rows.get("median of its tenths"), "0.0 %");
  assert.equal(rows.get("mean of its tenths without the lowest and highest fifth"), "0.0 %");
  assert.equal(rows.get("mean without the first 0.2 s"), "0.0 %");
});

test("what a short window has too few tenths for is a dash", () => {
  const rows = rowsOf((copy, round) => {
    const throughput = swapped(copy, round, 1.1);
    return { throughput, bins: new Array<number>(6).fill(throughput / 10) };
  });
  assert.equal(rows.get("mean without the first 0.5 s"), "–");
  assert.notEqual(rows.get("mean without the first 0.2 s"), "–");
});

test("each recording has a column", () => {
  const one = recordedCopies(2, 2, () => ({ throughput: 1000 }));
  const { tables, text } = compareNoise([one, { ...one, name: "other" }]);
  assert.deepEqual(
    tables[0]?.columns.map(({ title }) => title),
    ["figure of a start", "copies", "other"],
  );
  assert.match(text[0] ?? "", /`copies` has turns of 1\.0 s, `other` has turns of 1\.0 s/);
});
