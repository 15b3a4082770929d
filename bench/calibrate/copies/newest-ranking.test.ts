import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import type { ExperimentHeader } from "../../results/records/records.ts";
import { headerFile, samplesFile } from "../../results/records/results-folder.ts";
import { copiesOf, headerOf, recordedRounds } from "./fixtures/recorded-copies.ts";
import { newestRanking } from "./newest-ranking.ts";

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

test("the newest ranking with enough series is found", () => {
  withResults((root) => {
    write(root, "2026-11-01T10-00-00-bench", headerOf(copiesOf(3)));
    write(root, "2026-11-02T10-00-00-bench", headerOf(copiesOf(3)));
    write(root, "2026-11-03T10-00-00-bench", headerOf(copiesOf(2)));
    const pools = { view: { kind: "pools" } } as const;
    write(root, "2026-11-04T10-00-00-pools", headerOf(copiesOf(3), pools));
    symlinkSync("2026-11-02T10-00-00-bench", join(root, "latest"));
    assert.equal(newestRanking(root, 3)?.name, "2026-11-02T10-00-00-bench");
    assert.equal(newestRanking(root, 4), undefined);
  });
});

test("folders that are damaged, empty or unfinished are passed over", () => {
  withResults((root) => {
    write(root, "2026-11-01T10-00-00-bench", headerOf(copiesOf(3)));
    write(root, "2026-11-02T10-00-00-bench", headerOf(copiesOf(3)), 1);
    mkdirSync(join(root, "2026-11-03T10-00-00-bench"));
    mkdirSync(join(root, "2026-11-04T10-00-00-bench"));
    writeFileSync(join(root, "2026-11-04T10-00-00-bench", headerFile), "{");
    writeFileSync(join(root, "noise.json"), "{}");
    assert.equal(newestRanking(root, 3)?.name, "2026-11-01T10-00-00-bench");
  });
});

test("no folder of results holds no ranking", () => {
  withResults((root) => assert.equal(newestRanking(join(root, "none"), 3), undefined));
});
