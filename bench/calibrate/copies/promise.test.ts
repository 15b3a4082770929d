import assert from "node:assert/strict";
import { test } from "node:test";
import { createGaussian } from "../../statistics/fixtures/gaussian.ts";
import { recordedCopies } from "./fixtures/recorded-copies.ts";
import { checkPromise } from "./promise.ts";
import type { Recording } from "./recording.ts";

function recordingWith(promisedRatio: number): Recording {
  const gaussian = createGaussian(4);
  const recording = recordedCopies(4, 20, () => ({
    throughput: 1000 * Math.exp(0.05 * gaussian()),
  }));
  const { header } = recording.read;
  const plan = { ...header.plan, promisedRatio };
  return { ...recording, read: { ...recording.read, header: { ...header, plan } } };
}

/** Four series, 20 rounds, a deviation of 5 %: R's qtukey(0.95, 4, 57) * 0.05 / sqrt(20) is 4.2 %. */
const told = 1.042;

test("a promise that was kept is within a fifth of what the run told", () => {
  const { findings, tables } = checkPromise([recordingWith(told)], recordingWith(told));
  assert.equal(findings[0]?.kind, "reached");
  assert.equal(tables[0]?.rows.length, 2);
});

test("each run is judged: a promise of a third of what it told is missed", () => {
  const { findings } = checkPromise(
    [recordingWith(told), recordingWith(1 + (told - 1) / 3)],
    recordingWith(told),
  );
  assert.deepEqual(
    findings.map(({ kind }) => kind),
    ["reached", "missed"],
  );
  assert.ok(Number(findings[1]?.measured) > 2.4);
});

test("without a run the finding is unavailable, and the copies stand in the table", () => {
  const { findings, tables } = checkPromise([], recordingWith(told));
  assert.equal(findings[0]?.kind, "unavailable");
  assert.deepEqual(tables[0]?.rows[0]?.slice(0, 2), ["copies", "4.2 %"]);
});
