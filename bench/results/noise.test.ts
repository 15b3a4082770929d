import { deepEqual, equal } from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import type { Machine } from "./machine.ts";
import { readNoise, saveNoise } from "./noise.ts";

const folder = mkdtempSync(join(tmpdir(), "rowbench-noise-"));
after(() => rmSync(folder, { recursive: true }));
const machine: Machine = { cpu: "a", cores: 2, memoryBytes: 1, system: "s", node: "26.0.0" };
const noise = { within: 0.01, between: 0.001, alone: 0.004 };
const startsIn = (path: string) => JSON.parse(readFileSync(path, "utf8")).starts;

test("what was learned is known to machines like this one, the usual noise to others", () => {
  const path = join(folder, "new", "noise.json");
  const usual = readNoise(path, machine);
  saveNoise(path, { ...noise, starts: 24 }, machine);
  const { within, between, alone } = readNoise(path, machine);
  deepEqual({ within, between, alone }, noise);
  deepEqual(readNoise(path, { ...machine, cores: 4 }), usual);
  deepEqual(readNoise(path, { ...machine, cpu: "b" }), usual);
});

test("a few starts move what many have taught by their share, and the past counts half", () => {
  const path = join(folder, "noise.json");
  saveNoise(path, { ...noise, starts: 80 }, machine);
  saveNoise(path, { ...noise, within: 0.02, starts: 10 }, machine);
  equal(readNoise(path, machine).within, (40 * 0.01 + 10 * 0.02) / 50);
  equal(startsIn(path), 50);
});

test("no past is worth more than a hundred starts, and another machine's nothing", () => {
  const path = join(folder, "many.json");
  saveNoise(path, { ...noise, starts: 2000 }, machine);
  saveNoise(path, { ...noise, starts: 100 }, machine);
  equal(startsIn(path), 200);
  saveNoise(path, { ...noise, starts: 12 }, { ...machine, cores: 8 });
  equal(startsIn(path), 12);
});
