import { deepEqual, equal, throws } from "node:assert/strict";
import { appendFileSync, mkdtempSync, readlinkSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { after, test } from "node:test";
import { runHeader } from "./fixtures/run-header.ts";
import { closedSlice } from "./fixtures/slices.ts";
import { createRunFolder, readRecords } from "./run-folder.ts";

const results = mkdtempSync(join(tmpdir(), "rowbench-results-"));
after(() => rmSync(results, { recursive: true }));

test("records come back as they were written", () => {
  const folder = createRunFolder(results, runHeader());
  folder.append(closedSlice());
  deepEqual(readRecords(folder.path), [runHeader(), closedSlice()]);
});

test("`latest` points at the newest run", () => {
  const older = createRunFolder(results, runHeader({ label: "older" }));
  const newer = createRunFolder(results, runHeader({ label: "newer" }));
  equal(readlinkSync(join(results, "latest")), basename(newer.path));
  deepEqual(readRecords(older.path).length, 1);
});

test("a line that a crash cut off is left out", () => {
  const folder = createRunFolder(results, runHeader({ label: "crashed" }));
  appendFileSync(join(folder.path, "samples.ndjson"), '{"kind":"sli');
  deepEqual(readRecords(folder.path), [runHeader({ label: "crashed" })]);
});

test("a damaged line is an error that names its place", () => {
  const folder = createRunFolder(results, runHeader({ label: "damaged" }));
  appendFileSync(join(folder.path, "samples.ndjson"), "garbage\n");
  throws(() => readRecords(folder.path), { code: "RESULTS_UNREADABLE", message: /ndjson:2: / });
});

test("a folder without samples is an error that names the file", () => {
  throws(() => readRecords(join(results, "none")), /none.samples\.ndjson/);
});
