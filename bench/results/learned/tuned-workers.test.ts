import { deepEqual, equal } from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { experimentHeader } from "../fixtures/experiment-header.ts";
import { readTunedWorkers, saveTunedWorkers } from "./tuned-workers.ts";

const folder = mkdtempSync(join(tmpdir(), "rowbench-tuned-"));
after(() => rmSync(folder, { recursive: true }));
const { machine } = experimentHeader();

test("without a sweep there is no choice", () => {
  deepEqual(readTunedWorkers(join(folder, "none.json"), machine), {});
});

test("a choice is kept beside those of other cells, and a newer one replaces it", () => {
  const path = join(folder, "results/tuned.json");
  saveTunedWorkers(path, "koa/cluster", 2, machine);
  saveTunedWorkers(path, "koa/blocking", 6, machine);
  saveTunedWorkers(path, "koa/blocking", 4, machine);
  const tuned = readTunedWorkers(path, machine);
  deepEqual([tuned["koa/cluster"]?.workers, tuned["koa/blocking"]?.workers], [2, 4]);
});

test("a choice of another machine does not count here", () => {
  const path = join(folder, "moved.json");
  saveTunedWorkers(path, "koa/cluster", 2, { ...machine, cores: 64 });
  equal(readTunedWorkers(path, machine)["koa/cluster"], undefined);
});
