import { deepEqual, equal, match, rejects } from "node:assert/strict";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, test } from "node:test";
import { milliseconds } from "../contract/index.ts";
import { isAlive } from "./is-alive.ts";
import { type ProgramOptions, runProgram } from "./run-program.ts";

const run = (script: string, options?: ProgramOptions) =>
  runProgram(process.execPath, ["-e", script], options);

/** Says who it and its child are, and never ends by itself; nor does the child at SIGTERM. */
const family = `
  const deaf = "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000)";
  const child = require("node:child_process").spawn(process.execPath, ["-e", deaf]);
  require("node:fs").writeFileSync(process.env.PIDS, process.pid + " " + child.pid);
  setInterval(() => {}, 1000);`;

describe("a program that is run to its end", () => {
  test("tells its exit code and all that it wrote", async () => {
    const outcome = await run("console.log('out'); console.error('err'); process.exitCode = 3");
    deepEqual(outcome, {
      kind: "ended",
      exitCode: 3,
      ending: "exit code 3",
      stdout: "out\n",
      stderr: "err\n",
    });
  });

  test("reads what it is given, though it may end before it has", async () => {
    const echo = await run("process.stdin.pipe(process.stdout)", { input: "hello" });
    equal(echo.kind === "ended" && echo.stdout, "hello");
    const deaf = await run("process.exit(5)", { input: "x".repeat(1e6) });
    equal(deaf.kind === "ended" && deaf.exitCode, 5);
  });

  test("that is not there is told of, and not thrown", async () => {
    deepEqual(await runProgram("no-such-program", []), {
      kind: "not started",
      reason: "it is not on the PATH: install it",
    });
  });

  test("is ended with all that it started, at its limit and at a signal", async () => {
    const folder = mkdtempSync(join(tmpdir(), "rowbench-run-"));
    try {
      for (const how of ["limit", "signal"]) {
        const file = join(folder, how);
        const environment = { ...process.env, PIDS: file };
        const limit = milliseconds(1500);
        if (how === "limit") equal((await run(family, { environment, limit })).kind, "late");
        else {
          const signal = AbortSignal.timeout(limit);
          await rejects(run(family, { environment, signal }), { name: "TimeoutError" });
        }
        const pids = readFileSync(file, "utf8");
        match(pids, /^\d+ \d+$/);
        deepEqual(pids.split(" ").map(Number).filter(isAlive), []);
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test("writes where it is told to", async () => {
    const folder = mkdtempSync(join(tmpdir(), "rowbench-run-"));
    const path = join(folder, "output");
    const output = openSync(path, "w");
    try {
      const outcome = await run("console.log('kept')", { output });
      equal(outcome.kind === "ended" && outcome.stdout, "");
      equal(readFileSync(path, "utf8"), "kept\n");
    } finally {
      closeSync(output);
      rmSync(folder, { recursive: true });
    }
  });
});
