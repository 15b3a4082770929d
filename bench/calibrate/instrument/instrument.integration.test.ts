import assert from "node:assert/strict";
import { test } from "node:test";
import { milliseconds } from "@rowbench/shared/contract";
import type { Section } from "../section.ts";
import { checkCounts } from "./counts.ts";
import { knownLatencies } from "./known-latency.ts";
import { checkLatency } from "./latency.ts";
import { checkMemory } from "./memory.ts";
import { checkRate } from "./rate.ts";
import { checkShortWindows } from "./short-windows.ts";
import { checkThroughput } from "./throughput.ts";

// A fraction of a second each, on a machine that may be busy: what is exact is asserted, and of the
// rest that it was measured.

const { signal } = new AbortController();

function namesOf({ findings }: Section): readonly string[] {
  return findings.map(({ name }) => name);
}

test("the server's count of requests is ours, in both loops", async () => {
  const duration = milliseconds(200);
  const { findings } = await checkCounts(signal, { duration, rate: 500 });
  assert.deepEqual(
    findings.map(({ kind }) => kind),
    ["reached", "reached"],
    JSON.stringify(findings),
  );
});

test("the throughput of a window that is no multiple of the answer's time is compared", async () => {
  const section = await checkShortWindows(signal, [230]);
  const [window = "", ours = "", truth = ""] = section.tables[0]?.rows[0] ?? [];
  assert.equal(window, "230 ms");
  const [measured, known] = [ours, truth].map((text) => Number(text.replace(",", "")));
  // By whole answers it would be off by 13 % or 4 · 50 / 230.
  assert.ok(Math.abs((measured ?? 0) / (known ?? 1) - 1) < 0.1, `${ours} of ${truth}`);
});

test("rate and gaps of arrivals are looked at", async () => {
  const section = await checkRate(signal, {
    rate: 500,
    duration: milliseconds(200),
    gapsRate: 200,
    gapsDuration: milliseconds(400),
  });
  assert.equal(section.findings.length, 3);
  assert.match(section.findings[2]?.measured ?? "", /^A² = \d+\.\d\d, P = [01]\.\d{3}$/);
});

test("each known latency is compared with the server's own record or with its times", async () => {
  for (const known of knownLatencies) {
    // As far as the end of the first stall.
    const seconds = known.fixture === "stall-server" ? 1.3 : 0.2;
    const options = { rate: 200, seconds, warmUp: milliseconds(50), othersSeconds: 0 };
    const section = await checkLatency(known, options, signal);
    assert.equal(section.findings.length, known.targets.length);
    assert.ok(section.findings.every(({ kind }) => kind !== "unavailable"));
    assert.equal(section.tables[0]?.rows[0]?.[0], "rowbench");
  }
});

test("memory is measured", async () => {
  const section = await checkMemory(signal, milliseconds(200));
  assert.match(section.findings[0]?.measured ?? "", /^\d+ MiB$/);
});

test("throughput is compared with wrk where it is installed", async () => {
  const section = await checkThroughput({ pairs: 1, seconds: 1 }, signal);
  assert.equal(namesOf(section).length, 1);
  // A single pair has no interval, and neither has a machine without wrk.
  assert.equal(section.findings[0]?.kind, "unavailable");
});

test("an abort ends a check with its reason", async () => {
  await assert.rejects(checkMemory(AbortSignal.abort(new Error("stopped"))), /stopped/);
});
