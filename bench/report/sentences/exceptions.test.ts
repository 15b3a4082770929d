import { deepEqual } from "node:assert/strict";
import { test } from "node:test";
import { seriesKey } from "../../results/records/series.ts";
import { experimentSummary, hono, koa, loadLike, loadSummary } from "../fixtures/summary.ts";
import { listExceptions } from "./exceptions.ts";
import { labelsOf } from "./labels.ts";

const labels = labelsOf([koa, hono]);
const plan = { unavailable: [] };
const refused = [
  { key: seriesKey(hono), series: hono, reasons: ["round 1, start: exit code 1: a | b\nlast"] },
];
const late = { refusals: ["round 2, common loop: late"], unsteadyRounds: 2 };

test("what has no figures and what lost some stands there with its reasons", () => {
  const load = loadSummary([{ series: koa, throughputs: [1, 1, 1], changes: late }], { refused });
  const changes = { problems: ["samples.ndjson:7 is left out: it has no `kind`"] };
  const unavailable = [
    { server: "uwebsockets", model: "cluster", reason: "its sockets\nare native" },
  ];
  const summary = experimentSummary([load], { plan: { unavailable }, changes });
  deepEqual(listExceptions(summary, labels), [
    "hono refused: round 1, start: exit code 1: a | b ⏎ last",
    "koa in part refused: round 2, common loop: late",
    "koa had no steady state in 2 of 3 rounds",
    "uwebsockets/cluster unavailable: its sockets ⏎ are native",
    "samples.ndjson:7 is left out: it has no `kind`",
  ]);
});

test("a reason that holds under all loads is said once, any other with its load", () => {
  const loads = ["db", "json"].map((name) =>
    loadSummary([{ series: koa, throughputs: [1, 1, 1], changes: name === "db" ? late : {} }], {
      refused,
      load: loadLike({ name }),
    }),
  );
  deepEqual(listExceptions(experimentSummary(loads, { plan }), labels), [
    "hono refused: round 1, start: exit code 1: a | b ⏎ last",
    "db: koa in part refused: round 2, common loop: late",
    "db: koa had no steady state in 2 of 3 rounds",
  ]);
});

test("a run without exceptions has none to list", () => {
  const load = loadSummary([{ series: koa, throughputs: [1] }]);
  deepEqual(listExceptions(experimentSummary([load], { plan }), labels), []);
});
