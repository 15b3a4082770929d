import { deepEqual, equal } from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import type { Machine } from "../records/machine.ts";
import { readNoise, saveNoise } from "./noise.ts";

const folder = mkdtempSync(join(tmpdir(), "rowbench-noise-"));
after(() => rmSync(folder, { recursive: true }));
const machine: Machine = { cpu: "a", cores: 2, memoryBytes: 1, system: "s", node: "26.0.0" };
const noise = { within: 0.01, between: 0.001, alone: 0.004 };
const placeOf = (path: string, changes: Partial<Machine> = {}, inPieces = true, groupSize = 8) => ({
  path,
  machine: { ...machine, ...changes },
  inPieces,
  groupSize,
});
const startsIn = (path: string) => JSON.parse(readFileSync(path, "utf8")).starts;

test("what was learned is known to machines like this one, the usual noise to others", () => {
  const path = join(folder, "new", "noise.json");
  const usual = readNoise(placeOf(path));
  saveNoise(placeOf(path), { ...noise, starts: 24 });
  const { within, between, alone } = readNoise(placeOf(path));
  deepEqual({ within, between, alone }, noise);
  deepEqual(readNoise(placeOf(path, { cores: 4 })), usual);
  deepEqual(readNoise(placeOf(path, { cpu: "b" })), usual);
  // Servers that have their windows in one scatter more.
  deepEqual(readNoise(placeOf(path, {}, false)), usual);
});

test("a few starts move what many have taught by their share, and the past counts half", () => {
  const path = join(folder, "noise.json");
  saveNoise(placeOf(path), { ...noise, starts: 80 });
  saveNoise(placeOf(path), { ...noise, within: 0.02, starts: 10 });
  equal(readNoise(placeOf(path)).within, (40 * 0.01 + 10 * 0.02) / 50);
  equal(startsIn(path), 50);
});

test("no past is worth more than a hundred starts, and another machine's nothing", () => {
  const path = join(folder, "many.json");
  saveNoise(placeOf(path), { ...noise, starts: 2000 });
  saveNoise(placeOf(path), { ...noise, starts: 100 });
  equal(startsIn(path), 200);
  saveNoise(placeOf(path, { cores: 8 }), { ...noise, starts: 12 });
  equal(startsIn(path), 12);
});

test("what few servers teach says nothing of many, nor the other way round", () => {
  const path = join(folder, "sizes.json");
  const of = (groupSize: number) => placeOf(path, {}, true, groupSize);
  const usual = readNoise(of(8));
  saveNoise(of(2), { ...noise, starts: 24 });
  deepEqual(readNoise(of(8)), usual);
  equal(readNoise(of(4)).within, noise.within);
  saveNoise(of(5), { ...noise, within: 0.03, starts: 24 });
  deepEqual(
    [2, 10, 1].map((size) => readNoise(of(size)).within),
    [noise.within, 0.03, 0.03],
  );
});
