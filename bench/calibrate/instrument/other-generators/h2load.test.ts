import assert from "node:assert/strict";
import { test } from "node:test";
import { h2load } from "./h2load.ts";

/** Of h2load 1.52.0: start in µs, status, duration in µs. */
const lines = ["1795272500162800\t200\t2150", "1795272500162703\t200\t3219"];

function logOf(durations: readonly number[]): string {
  return durations.map((us) => `1795272500162712\t200\t${us}\n`).join("");
}

test("percentiles are the nearest ranks of the log's durations", () => {
  const log = `${lines.join("\n")}\n`;
  assert.deepEqual(h2load.parse({ stdout: "", log }), { p50Us: 2150, p99Us: 3219 });
  const hundred = logOf(Array.from({ length: 100 }, (_, index) => 100 - index));
  assert.deepEqual(h2load.parse({ stdout: "", log: hundred }), { p50Us: 50, p99Us: 99 });
});

test("a log that is empty or of another shape is refused", () => {
  assert.throws(() => h2load.parse({ stdout: "", log: "" }), /no request/);
  assert.throws(() => h2load.parse({ stdout: "", log: "1\t200\n" }), /`1\t200`/);
});

test("it writes its log where it is told to", () => {
  const words = h2load.argumentsFor({ url: "http://a/", seconds: 5, logFile: "/tmp/x" });
  assert.ok(words.includes("--log-file=/tmp/x") && words.includes("--rps=20"));
});
