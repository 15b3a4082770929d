import { deepEqual, doesNotMatch, match } from "node:assert/strict";
import { test } from "node:test";
import { microseconds, milliseconds } from "@rowbench/shared/contract";
import { experimentHeader } from "../../results/fixtures/experiment-header.ts";
import type { Trust } from "../../results/summary/summary.ts";
import {
  experimentSummary,
  hono,
  koa,
  loadLike,
  loadSummary,
  percentile,
} from "../fixtures/summary.ts";
import { labelsOf } from "./labels.ts";
import { describeLagShares } from "./lag-notes.ts";
import { describeDistrust, describeTrust } from "./trust.ts";

const sentences = (trust: Partial<Trust>): string =>
  describeTrust(experimentSummary([], { trust })).join("\n");

test("a run whose controls failed is called untrusted, with what they found", () => {
  const trust = { kind: "untrusted", controls: ["koa beside itself: TOLD APART"] } as const;
  const [first = "", ...others] = describeDistrust(experimentSummary([], { trust }));
  match(first, /^UNTRUSTED: this run's own controls failed/);
  deepEqual(others, ["koa beside itself: TOLD APART."]);
  deepEqual(describeDistrust(experimentSummary([])), []);
});

test("controls that hold are said to hold, and missing ones to be missing", () => {
  match(
    sentences({ kind: "trusted", controls: ["a", "b"] }),
    /^The hidden controls hold: a; b\.$/m,
  );
  match(sentences({}), /^No hidden controls prove this run: only runs of five minutes/m);
  match(sentences({ controls: ["too few rounds"] }), /prove this run: too few rounds\.$/m);
});

test("servers that had little load before what counts are said to be hardly warm", () => {
  const afterWarmUp = (shortest: number, longest: number) => {
    const { plan } = experimentHeader();
    const warmUp = { shortest: milliseconds(shortest), longest: milliseconds(longest) };
    const header = { plan: { ...plan, durations: { ...plan.durations, warmUp } } };
    return describeTrust(experimentSummary([], { header })).join("\n");
  };
  match(afterWarmUp(1000, 1500), /^Servers were hardly warm: 1\.0 s to 1\.5 s of load/m);
  doesNotMatch(afterWarmUp(2000, 2750), /warm/);
});

test("starts that rise for sure while they count are said to", () => {
  match(
    sentences({ warming: { ratio: 1.16, low: 1.1, high: 1.21 } }),
    /answered 1\.16 \[1\.10, 1\.21\] times as much as in the first\.$/m,
  );
  doesNotMatch(sentences({ warming: { ratio: 1.05, low: 0.99, high: 1.11 } }), /warm/);
  doesNotMatch(sentences({ warming: { ratio: 1.01, low: 1.005, high: 1.015 } }), /warm/);
});

test("a machine that was not quiet is said to be so", () => {
  const noisy = { foreignShare: 0.12, stealShare: 0.03 };
  match(sentences(noisy), /other programs took 12\.0 % .* the hypervisor 3\.0 %/);
  doesNotMatch(sentences({ foreignShare: 0.01 }), /not quiet/);
});

test("of an external PostgreSQL other programs may be it", () => {
  const { database } = experimentHeader();
  const header = { database: { ...database, source: "external" } };
  const summary = experimentSummary([], { trust: { foreignShare: 0.3 }, header });
  match(describeTrust(summary).join(), /other programs, your PostgreSQL among them,/);
});

test("refused and repeated slices are counted, by gate", () => {
  const text = sentences({ refusals: { lag: 3, foreign: 1 }, repeats: 2 });
  match(text, /^Refused of 24 slices: 3 by lag, 1 by foreign\.$/m);
  match(text, /^2 slices measured once more, because the machine was disturbed\.$/m);
});

test("the generator's own lag stands there when there was an open loop", () => {
  match(sentences({}), /own lag, whose P99 was 0\.02 ms/);
  doesNotMatch(sentences({ generatorLagP99Us: microseconds(0) }), /lag/);
});

test("queries that could not be counted are said to be so", () => {
  match(
    sentences({ queriesUnchecked: "no pg_stat_statements" }),
    /count of queries could not be compared .*: no pg_stat_statements\./,
  );
});

test("a P99 of which lag makes more than a tenth is named with what is left of it", () => {
  const at = (p99Us: number, lagUs: number) => ({
    paces: {
      high: { kind: "measured", rate: 1 as never, p99Us: percentile(p99Us, lagUs) },
    } as const,
  });
  const load = loadSummary(
    [
      { series: koa, throughputs: [2], changes: at(4000, 1000) },
      { series: hono, throughputs: [1], changes: at(4000, 300) },
    ],
    { load: loadLike({ name: "db" }) },
  );
  deepEqual(describeLagShares([load], labelsOf([koa, hono])), [
    "P99 without the generator's own lag, where that makes a tenth: koa at 80 % of its own 3.00 ms instead of 4.00 ms.",
  ]);
});
