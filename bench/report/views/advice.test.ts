import { deepEqual } from "node:assert/strict";
import { test } from "node:test";
import type { Series } from "../../results/records/series.ts";
import { experimentSummary, koa, loadSummary } from "../fixtures/summary.ts";
import { adviceBlocks } from "./advice.ts";

const view = { kind: "advice", condition: "no wait", requestsEach: 2 } as const;
const cluster: Series = { ...koa, model: "cluster", workers: 2 };
const threads: Series = { ...koa, model: "threads", workers: 2 };

function advice(throughputs: readonly (readonly [Series, readonly number[]])[]) {
  const figures = throughputs.map(([series, values]) => ({ series, throughputs: values }));
  const blocks = adviceBlocks(experimentSummary([loadSummary(figures)], { view }), view);
  return {
    rows: blocks.flatMap((block) => (block.kind === "table" ? block.table.rows : [])),
    sentences: blocks.flatMap((block) => (block.kind === "sentences" ? block.sentences : [])),
  };
}

const rounds = (base: number, steps: readonly number[]) => steps.map((step) => base + step);
const quiet = [0, 1, -1, 0, 1, -1];

test("the table counts the person's requests, of which several may stand for one", () => {
  const { rows } = advice([
    [koa, rounds(1000, quiet)],
    [threads, rounds(2000, quiet)],
  ]);
  deepEqual(rows, [
    ["threads×2", "1,000", "1", "best"],
    ["single", "500", "0.50 [0.50, 0.50]", "slower"],
  ]);
});

test("one that is ahead is the best, with the margin to the next", () => {
  const { sentences } = advice([
    [koa, rounds(1000, quiet)],
    [threads, rounds(2000, quiet)],
  ]);
  deepEqual(sentences.slice(0, 2), [
    "For no wait the best on this machine: threads×2.",
    "Next is single, 0.50 [0.50, 0.50] × the best.",
  ]);
});

test("one that is surely as fast is named beside the best", () => {
  const { rows, sentences } = advice([
    [cluster, rounds(1999, [1, 0, -1, 1, 0, -1])],
    [threads, rounds(2000, quiet)],
  ]);
  deepEqual(rows[1]?.at(-1), "equivalent to the best");
  deepEqual(
    sentences[0],
    "For no wait the best on this machine: threads×2, and equivalent to it cluster×2.",
  );
});

test("those that cannot be told apart are not called a tie", () => {
  const { rows, sentences } = advice([
    [cluster, rounds(1980, [100, -100, 0, 50, -50, 0])],
    [threads, rounds(2000, [-100, 0, 100, 0, 50, -50])],
  ]);
  deepEqual(rows[1]?.at(-1), "cannot tell from the best");
  deepEqual(
    sentences[0],
    "For no wait this run cannot tell which is the best on this machine: threads×2, cluster×2.",
  );
});

test("a lone model is the best of itself, and without any there is no answer", () => {
  deepEqual(advice([[koa, quiet.map(() => 1000)]]).rows, [["koa/single", "500", "1", "best"]]);
  deepEqual(advice([]), { rows: [], sentences: [] });
});
