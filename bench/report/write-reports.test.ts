import { equal, match, throws } from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { experimentHeader } from "../results/fixtures/experiment-header.ts";
import { closedSlice } from "../results/fixtures/slices.ts";
import type { ExperimentRecord } from "../results/records.ts";
import { writeReports } from "./write-reports.ts";

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
  } finally {
    rmSync(folder, { recursive: true });
  }
});
