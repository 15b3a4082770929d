import { equal, ok } from "node:assert/strict";
import { test } from "node:test";
import { microseconds } from "@rowbench/shared/contract";
import { closedResult, closedSlice } from "../fixtures/slices.ts";
import type { ExperimentRecord, SliceRecord } from "../records/records.ts";
import { warmingOf } from "./warming.ts";

/** Turns of 350 ms, whose last bin is a part of one. */
function turnOf(place: Partial<SliceRecord>, bins: readonly number[]): ExperimentRecord {
  const result = closedResult({
    elapsedUs: microseconds(350_000),
    answersPerBin: [...bins, 7],
  });
  return closedSlice({ ...place, result });
}

/** Two turns of two series in each group; a machine that is as quick in one group as in another. */
const groups = (rises: readonly number[]) =>
  rises.flatMap((rise, index) =>
    ["koa", "hono"].flatMap((series) => {
      const [group, level] = [index + 1, 1000 * (index + 1)];
      return [
        turnOf({ series, group, turn: 2 }, [level * rise, level * rise, level * rise]),
        turnOf({ series, group, turn: 1 }, [level, level, level]),
      ];
    }),
  );

test("starts that rise while they count were not warm, by the groups that agree", () => {
  const cold = warmingOf(groups([1.15, 1.2, 1.12, 1.16]));
  ok(cold && cold.low > 1.05 && cold.high < 1.3, JSON.stringify(cold));
  ok(Math.abs(cold.ratio - (1.15 * 1.2 * 1.12 * 1.16) ** (1 / 4)) < 1e-9);
});

test("bins are taken in the order of time, and a few of them tell nothing", () => {
  const rising = [1, 2, 3].map((group) => turnOf({ group }, [100, 110, 120]));
  equal(warmingOf(rising), undefined);
  const longer = [1, 2, 3].flatMap((group) => [
    turnOf({ group, turn: 1 }, [100, 110, 120]),
    turnOf({ group, turn: 2 }, [130, 140, 150]),
  ]);
  const found = warmingOf(longer);
  ok(found && Math.abs(found.ratio - 420 / 330) < 1e-9);
});

test("a machine that changes its speed is no warm-up", () => {
  const drifting = warmingOf(groups([1.2, 0.85, 1.1, 0.9]));
  ok(drifting && drifting.low < 1 && drifting.high > 1);
});

test("refused turns, short ones and a single group tell nothing", () => {
  equal(warmingOf(groups([1.2])), undefined);
  const refusals = [{ gate: "steal", kind: "disturbed", reason: "x" }] as const;
  const refused = [1, 2].flatMap((group) => [
    turnOf({ group, turn: 1, refusals }, [100, 100, 100]),
    turnOf({ group, turn: 2 }, [200, 200, 200]),
  ]);
  equal(warmingOf(refused), undefined);
});
