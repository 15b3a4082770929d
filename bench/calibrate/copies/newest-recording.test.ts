import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import type { ExperimentHeader } from "../../results/records/records.ts";
import { headerFile, samplesFile } from "../../results/records/results-folder.ts";
import { copiesOf, headerOf, recordedRounds } from "./fixtures/recorded-copies.ts";
import { fewestSeries, isComparison, isLargeRanking, newestRecording } from "./newest-recording.ts";

function withResults(use: (root: string) => void): void {
  const root = mkdtempSync(join(tmpdir(), "rowbench-"));
  try {
    use(root);
  } finally {
    rmSync(root, { recursive: true });
  }
}

function write(root: string, name: string, header: ExperimentHeader, rounds = 2): void {
  mkdirSync(join(root, name));
  writeFileSync(join(root, name, headerFile), JSON.stringify(header));
  const records = recordedRounds(header.plan.series, rounds, () => ({ throughput: 1000 }));
  const lines = [header, ...records].map((record) => `${JSON.stringify(record)}\n`);
  writeFileSync(join(root, name, samplesFile), lines.join(""));
}

const many = copiesOf(fewestSeries);

test("the newest ranking with enough series is found, and the newest comparison", () => {
  withResults((root) => {
    assert.equal(newestRecording(root, isComparison), undefined);
    write(root, "2026-11-01T10-00-00-bench", headerOf(many));
    write(root, "2026-11-02T10-00-00-bench", headerOf(many));
    write(root, "2026-11-03T10-00-00-bench", headerOf(many.slice(1)));
    const pools = { view: { kind: "pools" } } as const;
    write(root, "2026-11-04T10-00-00-pools", headerOf(many, pools));
    const comparison = { view: { kind: "comparison", pairs: [] } } as const;
    write(root, "2026-11-05T10-00-00-compare", headerOf(copiesOf(2), comparison));
    symlinkSync("2026-11-02T10-00-00-bench", join(root, "latest"));
    assert.equal(newestRecording(root, isLargeRanking)?.name, "2026-11-02T10-00-00-bench");
    assert.equal(newestRecording(root, isComparison)?.name, "2026-11-05T10-00-00-compare");
  });
});

test("folders that are damaged, empty or unfinished are passed over", () => {
  withResults((root) => {
    write(root, "2026-11-01T10-00-00-bench", headerOf(many));
    write(root, "2026-11-02T10-00-00-bench", headerOf(many), 1);
    mkdirSync(join(root, "2026-11-03T10-00-00-bench"));
    mkdirSync(join(root, "2026-11-04T10-00-00-bench"));
    writeFileSync(join(root, "2026-11-04T10-00-00-bench", headerFile), "{");
    writeFileSync(join(root, "noise.json"), "{}");
    assert.equal(newestRecording(root, isLargeRanking)?.name, "2026-11-01T10-00-00-bench");
  });
});

test("no folder of results holds no ranking", () => {
  withResults((root) =>
    assert.equal(newestRecording(join(root, "none"), isLargeRanking), undefined),
  );
});
