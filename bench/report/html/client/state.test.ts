import { deepEqual, equal } from "node:assert/strict";
import { test } from "node:test";
import { summarizeExperiment } from "../../../results/summary/summarize.ts";
import { madeExperiment } from "../../fixtures/experiment.ts";
import { hono, koa } from "../../fixtures/summary.ts";
import { createPageData } from "../data/create-page-data.ts";
import { formatState, parseState } from "./state.js";

const series = [koa, hono, { ...hono, model: "a&b=c, d" }];
const read = madeExperiment({ series, workloads: ["db", "wait:5ms"], rounds: 2 });
const data = createPageData(summarizeExperiment(read), read.records);

test("an address that says nothing shows the first of everything", () => {
  deepEqual(parseState("", data), {
    load: 0,
    metric: "throughput",
    reference: undefined,
    servers: new Set(),
    models: new Set(),
  });
  equal(formatState(parseState("", data), data), "#");
});

test("whatever an address says comes back from it", () => {
  const state = {
    load: 1,
    metric: "cpu",
    reference: 2,
    servers: new Set(["koa", "hono"]),
    models: new Set(["a&b=c, d"]),
  } as const;
  deepEqual(parseState(formatState(state, data), data), state);
});

test("an address that is wrong is as one that says nothing", () => {
  const hash = "#workload=none&metric=none&against=none&server=none&model=none";
  deepEqual(parseState(hash, data), parseState("", data));
});
