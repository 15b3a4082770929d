import { deepEqual, match } from "node:assert/strict";
import { test } from "node:test";
import { experimentHeader } from "../../results/fixtures/experiment-header.ts";
import { hono, koa, loadSummary } from "../fixtures/summary.ts";
import { describeTold, describeToldByOthers, describeToldOfAll } from "./told.ts";

const { plan } = experimentHeader();
const figures = [
  { series: koa, throughputs: [10_000, 10_100, 9900] },
  { series: hono, throughputs: [20_000, 20_500, 19_600] },
];

test("what a run could tell stands beside what the plan promised", () => {
  const load = loadSummary(figures, { toldRatio: 1.06, toldRatioOfAll: 1.09 });
  deepEqual(describeTold(load, plan, "cells"), [
    "Any two cells that differ by more than 9 % in req/s are told apart (family-wise 5 %), half of all pairs from 6 % on; the plan promised about 20 %. Told apart: 1 of 1 pair.",
  ]);
});

test("a run of one round cannot tell anything, and a lone series has nothing to be told from", () => {
  const once = figures.map((one) => ({ ...one, throughputs: one.throughputs.slice(0, 1) }));
  match(describeTold(loadSummary(once), plan, "cells").join(), /cannot tell any two cells apart/);
  deepEqual(describeTold(loadSummary(figures.slice(0, 1)), plan, "cells"), []);
});

test("a ratio that came back from JSON as null is not known", () => {
  const load = loadSummary(figures, { toldRatio: JSON.parse("null") });
  match(describeTold(load, plan, "cells").join(), /cannot tell/);
  const silent = { ...plan, promisedRatio: JSON.parse("null") };
  match(
    describeTold(loadSummary(figures), silent, "cells").join(),
    / on\. Told apart: 1 of 1 pair\.$/,
  );
});

test("pairs without a limit do not hide what the others tell", () => {
  const load = loadSummary(figures, { toldRatio: 1.06, toldRatioOfAll: Number.POSITIVE_INFINITY });
  match(describeTold(load, plan, "cells").join(), /^By req\/s cells are told apart .*from 6 % on/);
});

test("a pair that would have to differ a hundredfold has no limit worth telling", () => {
  const load = loadSummary(figures, { toldRatio: 1.06, toldRatioOfAll: 8e10 });
  match(describeTold(load, plan, "cells").join(), /^By req\/s cells are told apart/);
  match(describeToldOfAll([load], plan, "two choices").join(), /a line\): half of all pairs from/);
});

test("the figures beside throughput say how much they tell", () => {
  const { comparisons } = loadSummary(figures);
  const load = loadSummary(figures, { comparisons: { p99Us: comparisons.throughput! } });
  match(describeToldByOthers(load).join(), /^Told apart by P99 1 of 1 pair, half from \d/);
  deepEqual(describeToldByOthers(loadSummary(figures)), []);
});

test("of several loads the one that tells least counts", () => {
  const loads = [1.03, 1.08].map((toldRatio) => loadSummary(figures, { toldRatio }));
  match(describeToldOfAll(loads, plan, "two series").join(), /half of all pairs from 8 % on/);
  deepEqual(describeToldOfAll([], plan, "two series"), []);
});
