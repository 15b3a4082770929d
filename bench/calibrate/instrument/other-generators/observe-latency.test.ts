import assert from "node:assert/strict";
import { test } from "node:test";
import { microseconds } from "@rowbench/shared/contract";
import { observeLatency } from "./observe-latency.ts";
import type { OtherGenerator } from "./other-generator.ts";

const { signal } = new AbortController();
const run = { url: "http://127.0.0.1:1/json", seconds: 1 };

/** Node.js in the place of a generator: it runs a script, which has the path of the log. */
function scripted(script: string): OtherGenerator {
  return {
    program: process.execPath,
    sends: "never",
    argumentsFor: ({ logFile }) => ["-e", script, logFile],
    parse: ({ stdout, log }) => {
      if (stdout === "") throw new Error("it printed\nnothing");
      return { p50Us: microseconds(Number(stdout)), p99Us: microseconds(Number(log)) };
    },
  };
}

test("what it prints and what it writes to its log is read", async () => {
  const script = "process.stdout.write('5'); require('fs').writeFileSync(process.argv[1], '7')";
  assert.deepEqual(await observeLatency(scripted(script), run, signal), {
    kind: "observed",
    p50Us: 5,
    p99Us: 7,
  });
});

test("a program that is not there is not installed", async () => {
  const missing = { ...scripted(""), program: "rowbench-has-no-such-program" };
  assert.deepEqual(await observeLatency(missing, run, signal), {
    kind: "unavailable",
    reason: "not installed",
  });
});

test("one that fails, or prints what is not known, is unavailable with its reason on one line", async () => {
  const failed = await observeLatency(scripted("process.exit(4)"), run, signal);
  assert.match(failed.kind === "unavailable" ? failed.reason : "", /^failed: Command failed/);
  assert.deepEqual(await observeLatency(scripted(""), run, signal), {
    kind: "unavailable",
    reason: "not readable: it printed ⏎ nothing",
  });
});

test("an abort ends it with the signal's reason", async () => {
  const controller = new AbortController();
  const observed = observeLatency(scripted("setTimeout(() => {}, 60000)"), run, controller.signal);
  controller.abort(new Error("stopped"));
  await assert.rejects(observed, /stopped/);
});
