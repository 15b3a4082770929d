import { deepEqual, match } from "node:assert/strict";
import { test } from "node:test";
import { bytes } from "@rowbench/shared/contract";
import { experimentSummary, koa, loadSummary } from "../fixtures/summary.ts";
import { workersBlocks } from "./workers.ts";

const view = { kind: "workers", choosingRounds: 3, defaultWorkers: 2 } as const;

function workers(throughputs: Readonly<Record<number, readonly number[]>>) {
  const figures = Object.entries(throughputs).map(([number, values]) => ({
    series: { ...koa, model: "threads", workers: Number(number) },
    throughputs: values,
    changes: { rssBytes: bytes((50 + 80 * Number(number)) * 2 ** 20) },
  }));
  return workersBlocks(experimentSummary([loadSummary(figures)], { view }), view);
}

const choosing = { 1: [1000, 1010, 990], 2: [1500, 1490, 1510], 4: [1000, 980, 1020] };

test("the curve has a bar for each number of workers, the longest for the best", () => {
  const [title, drawing] = workers(choosing);
  deepEqual(title, { kind: "heading", text: "koa/threads, by workers" });
  const lines = drawing?.kind === "drawing" ? drawing.lines : [];
  match(lines[0] ?? "", /^ {3}1 {2}█{27} +1,000 req\/s {2}0\.67 \[0\.\d\d, 0\.\d\d\] +130 MiB$/);
  match(lines[1] ?? "", /^ {3}2 {2}█{40} +1,500 req\/s {2}best +210 MiB$/);
});

test("the choice, the price of a worker, and the rounds that measured it afresh are said", () => {
  const last = workers({ ...choosing, 2: [...choosing[2], 1400, 1400] }).at(-1);
  deepEqual(last?.kind === "sentences" && last.sentences, [
    "Each extra worker takes 80 MiB.",
    "Chosen: 2 (the best).",
    "Measured afresh: 1,400 req/s with 2 (1,400; 1,400), which is the model's default.",
  ]);
});

test("a choice beside the default is compared with it in the fresh rounds alone", () => {
  const fresh = { 2: [1000, 1000, 1000, 800, 810], 1: [1000, 1000, 1000, 1000, 1020] };
  const last = workers(fresh).at(-1);
  match(
    (last?.kind === "sentences" ? last.sentences : []).join("\n"),
    /Chosen: 1 .*\nMeasured afresh: 1,010 req\/s with 1 \(1,000; 1,020\), 1\.25 \[1\.\d\d, 1\.\d\d\] × the default of 2\./,
  );
});

test("without a round there is no curve", () => deepEqual(workers({}), []));
