import { deepEqual, equal, match } from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { runtimeNames } from "@rowbench/shared/runtimes";

const script = fileURLToPath(new URL("runtimes.ts", import.meta.url));

function run(...args: readonly string[]) {
  return spawnSync(process.execPath, [script, ...args], { encoding: "utf8" });
}

test("the list has every runtime with its program, or the command that installs it", () => {
  const lines = run("list").stdout.trimEnd().split("\n");
  deepEqual(
    lines.map((line) => line.split(" ")[0]),
    [...runtimeNames],
  );
  for (const line of lines)
    match(
      line,
      /^\w+ +\d+\.\d+\.\d+ +\/|^(\w+) is not installed: npm (ci|run runtimes -- add \1)$/,
    );
});

test("what has no folder of its own is wrong usage, and nothing is installed", () => {
  for (const [word, message] of [
    ["node22", /node22 comes with this repository/],
    ["denno", /did you mean `deno`/],
  ] as const) {
    const { status, stderr } = run("add", word);
    equal(status, 2);
    match(stderr, message);
  }
  equal(run("fetch").status, 2);
});
