import { deepEqual, equal, match } from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { experimentHeader } from "../bench/results/fixtures/experiment-header.ts";

const program = fileURLToPath(new URL("publish-results.ts", import.meta.url));
const root = mkdtempSync(join(tmpdir(), "rowbench-publish-"));
after(() => rmSync(root, { recursive: true }));
const docs = join(root, "docs");

function publish(...words: readonly string[]) {
  return spawnSync(process.execPath, [program, ...words], {
    env: { ...process.env, ROWBENCH_DOCS: docs },
    encoding: "utf8",
  });
}

function runWith(label: string): string {
  const folder = join(root, label);
  mkdirSync(folder);
  writeFileSync(join(folder, "run.json"), JSON.stringify(experimentHeader({ label })));
  for (const file of ["report.md", "report.html", "samples.ndjson", "koa.md"])
    writeFileSync(join(folder, file), `${label} ${file}\n`);
  return folder;
}

test("each run has a folder with its report and its packed samples, the first its page as well", () => {
  equal(publish("2026", runWith("bench"), runWith("parts")).status, 0);
  deepEqual(readdirSync(join(docs, "2026")).sort(), ["bench", "parts"]);
  deepEqual(readdirSync(join(docs, "2026/bench")).sort(), [
    "report.html",
    "report.md",
    "run.json",
    "samples.ndjson.gz",
  ]);
  const packed = join(docs, "2026/parts/samples.ndjson.gz");
  equal(gunzipSync(readFileSync(packed)).toString(), "parts samples.ndjson\n");
  equal(readdirSync(join(docs, "2026/parts")).includes("report.html"), false);
});

test("without a run it says how it is used", () => {
  const { status, stderr } = publish("2026");
  equal(status, 2);
  match(stderr, /usage: npm run publish-results/);
});
