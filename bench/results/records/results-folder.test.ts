import { deepEqual, equal, throws } from "node:assert/strict";
import {
  appendFileSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { after, test } from "node:test";
import { gzipSync } from "node:zlib";
import { experimentHeader } from "../fixtures/experiment-header.ts";
import { closedSlice } from "../fixtures/slices.ts";
import { readRecords } from "./read-records.ts";
import { createResultsFolder, samplesFile } from "./results-folder.ts";

const results = mkdtempSync(join(tmpdir(), "rowbench-results-"));
after(() => rmSync(results, { recursive: true }));

const folderOf = (label: string) => createResultsFolder(results, experimentHeader({ label }));

test("records come back as they were written", () => {
  const folder = folderOf("whole");
  folder.append(closedSlice());
  const { header, records, problems } = readRecords(folder.path);
  deepEqual(header, experimentHeader({ label: "whole" }));
  deepEqual(records, [closedSlice()]);
  deepEqual(problems, []);
});

test("`latest` points at the newest experiment, and two of one second have a folder each", () => {
  const older = folderOf("twice");
  const newer = folderOf("twice");
  equal(readlinkSync(join(results, "latest")), basename(newer.path));
  equal(newer.path, `${older.path}-2`);
});

test("a line that a crash cut off is named, and all others are used", () => {
  const folder = folderOf("crashed");
  folder.append(closedSlice());
  appendFileSync(join(folder.path, samplesFile), '{"kind":"sli');
  const { records, problems } = readRecords(folder.path);
  equal(records.length, 1);
  deepEqual(
    problems.map((text) => /ndjson:3 is left out/.test(text)),
    [true],
  );
});

test("edited lines are named with their numbers, and all others are used", () => {
  const folder = folderOf("edited");
  const path = join(folder.path, samplesFile);
  appendFileSync(
    path,
    'garbage\n{"kind":"slices"}\n{"kind":"slice","series":"koa/single"}\nnull\n',
  );
  folder.append(closedSlice());
  const { records, problems } = readRecords(folder.path);
  equal(records.length, 1);
  deepEqual(
    problems.map((text) => /ndjson:(\d+) is left out/.exec(text)?.[1]),
    ["2", "3", "4", "5"],
  );
});

test("a damaged first line is read from run.json", () => {
  const folder = folderOf("headless");
  const path = join(folder.path, samplesFile);
  writeFileSync(path, readFileSync(path, "utf8").replace('{"kind"', '{"kin'));
  const { header, problems } = readRecords(folder.path);
  equal(header.label, "headless");
  equal(problems.length, 1);
});

test("records of an older format, or none at all, are an error that says so", () => {
  const folder = folderOf("older");
  writeFileSync(join(folder.path, samplesFile), '{"kind":"run","plan":{}}\n');
  writeFileSync(join(folder.path, "run.json"), '{"kind":"run"}');
  throws(() => readRecords(folder.path), { code: "RESULTS_UNREADABLE", message: /older rowbench/ });
});

test("a folder that is missing, empty or damaged from its first line on is named in a sentence", () => {
  const unreadable = (message: RegExp) => ({ code: "RESULTS_UNREADABLE", exitCode: 2, message });
  const none = join(results, "none");
  throws(() => readRecords(none), unreadable(/none` is no run: there is no such folder$/));
  const folder = folderOf("emptied");
  rmSync(join(folder.path, samplesFile));
  throws(() => readRecords(folder.path), unreadable(/is no run: it has no `samples\.ndjson`$/));
  writeFileSync(join(folder.path, samplesFile), "\u0000\u0000");
  writeFileSync(join(folder.path, "run.json"), "{");
  throws(() => readRecords(folder.path), unreadable(/has no header: /));
});

test("a folder that cannot be written is an error that names it", () => {
  const file = join(results, "a-file");
  writeFileSync(file, "");
  throws(() => createResultsFolder(file, experimentHeader()), {
    code: "RESULTS_UNWRITABLE",
    message: /a-file` cannot be written/,
  });
});

const fullDisk = "/dev/full";
test("a full disk is an error that says what to free", {
  skip: process.platform !== "linux",
}, () => {
  const folder = folderOf("full");
  const path = join(folder.path, samplesFile);
  rmSync(path);
  symlinkSync(fullDisk, path);
  throws(() => folder.append(closedSlice()), { message: /disk of .* is full .*: free some space/ });
});

test("samples that were packed are read as they were written", () => {
  const path = mkdtempSync(join(results, "packed-"));
  const lines = [experimentHeader(), closedSlice({ round: 1 })].map((one) => JSON.stringify(one));
  writeFileSync(join(path, `${samplesFile}.gz`), gzipSync(`${lines.join("\n")}\n`));
  equal(readRecords(path).records.length, 1);
  writeFileSync(join(path, `${samplesFile}.gz`), "no gzip");
  throws(() => readRecords(path), { code: "RESULTS_UNREADABLE" });
});
