import { deepEqual, equal, match, throws } from "node:assert/strict";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { experimentHeader } from "../../results/fixtures/experiment-header.ts";
import { closedSlice } from "../../results/fixtures/slices.ts";
import type { ExperimentRecord } from "../../results/records/records.ts";
import { experimentSummary } from "../fixtures/summary.ts";
import { pagesOf, writeReports } from "./write-reports.ts";

function folderWith(records: readonly ExperimentRecord[]): string {
  const folder = mkdtempSync(join(tmpdir(), "rowbench-report-"));
  const lines = records.map((record) => `${JSON.stringify(record)}\n`);
  writeFileSync(join(folder, "samples.ndjson"), lines.join(""));
  return folder;
}

test("the summary and the report stand beside the samples that they are made from", () => {
  const end = { kind: "round", round: 1, elapsedMs: 1000 } as const;
  const folder = folderWith([experimentHeader(), closedSlice(), end]);
  try {
    equal(writeReports(folder).outcome, "table");
    const read = (name: string) => readFileSync(join(folder, name), "utf8");
    equal(JSON.parse(read("summary.json")).rounds, 1);
    match(read("report.md"), /^# rowbench: test\n/);
    match(read("report.html"), /^<!doctype html>\n.*<h1>test<\/h1>/s);
    match(read("koa.md"), /^# koa \(koa 3\.3\.0\)\n/);
    match(read("hono.md"), /No cell of it has figures\./);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("a name of a server leads to no other file", () => {
  const names = ["../koa", "report", "summary.json", "a b", "", "koa"];
  const series = names.map((server) => ({ server, model: "single", workers: 1 }));
  const summary = experimentSummary([], { plan: { series } });
  deepEqual(pagesOf(summary), ["koa"]);
  deepEqual(pagesOf({ ...summary, header: { ...summary.header, view: { kind: "pools" } } }), []);
});

test("records that do not fit together are said to, without a stack", () => {
  const header = experimentHeader();
  const plan = { ...header.plan, series: 7 } as unknown as typeof header.plan;
  const folder = folderWith([experimentHeader({ plan })]);
  try {
    throws(() => writeReports(folder), {
      code: "RESULTS_UNREADABLE",
      message: /holds records that do not fit together: /,
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("a folder without samples has no report", () => {
  const folder = mkdtempSync(join(tmpdir(), "rowbench-report-"));
  try {
    throws(() => writeReports(folder), { code: "RESULTS_UNREADABLE" });
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("a report that cannot be written is named, and its samples are whole", () => {
  const folder = folderWith([experimentHeader()]);
  try {
    mkdirSync(join(folder, "report.md"));
    throws(() => writeReports(folder), {
      code: "RESULTS_UNWRITABLE",
      message: /^`report\.md` cannot be written in `.*its samples are whole$/,
    });
    deepEqual(readdirSync(folder).sort(), ["report.md", "samples.ndjson"]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
