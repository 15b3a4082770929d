import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import type { ExperimentHeader } from "../bench/results/records/records.ts";
import { headerFile, samplesFile } from "../bench/results/records/results-folder.ts";

/*
 * `npm run publish-results -- 2026-11-22 results/…-bench results/…-parts`: what stands under
 * docs/results of finished runs, a folder for each label: its report for readers, and its samples,
 * packed, from which `rowbench report` makes all else again. The first one brings its page, too.
 */

const usageExitCode = 2;
const root =
  process.env.ROWBENCH_DOCS ?? fileURLToPath(new URL("../docs/results", import.meta.url));

const [name, ...runs] = process.argv.slice(2);
if (name === undefined || runs.length === 0) {
  process.stderr.write("usage: npm run publish-results -- <name> <results folder> …\n");
  process.exit(usageExitCode);
}
for (const [index, run] of runs.entries()) {
  const header: ExperimentHeader = JSON.parse(readFileSync(join(run, headerFile), "utf8"));
  const folder = join(root, name, header.label);
  mkdirSync(folder, { recursive: true });
  for (const file of [headerFile, "report.md", ...(index === 0 ? ["report.html"] : [])])
    copyFileSync(join(run, file), join(folder, file));
  const samples = readFileSync(join(run, samplesFile));
  writeFileSync(join(folder, `${samplesFile}.gz`), gzipSync(samples, { level: 9 }));
}
