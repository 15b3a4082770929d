import { deepEqual, equal, match } from "node:assert/strict";
import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { describe, test } from "node:test";
import { milliseconds } from "../contract/index.ts";
import { isAlive } from "./is-alive.ts";
import { type SupervisedChild, type SuperviseOptions, superviseChild } from "./supervised-child.ts";

const idle = "setInterval(() => {}, 1000); console.log('ready');";
const deaf = `process.on("SIGTERM", () => {}); process.on("SIGINT", () => {}); ${idle}`;

describe("a supervised child", { concurrency: true }, () => {
  test("that ends tells its exit code and its last lines", async () => {
    const child = run(
      "for (let n = 1; n <= 20; n++) console.error('line ' + n); process.exitCode = 7",
    );
    equal(child.ending(), undefined);
    match(await child.ended, /^exit code 7: line 13 \| .* \| line 20$/);
    equal(child.ending(), await child.ended);
    deepEqual(child.lastLines().length, 8);
    equal(await child.stop(), "in order");
  });

  test("whose output somebody else reads tells the last lines of its errors alone", async () => {
    const child = run("console.log('answer'); console.error('trouble')", { isOutputRead: true });
    const [output] = await Promise.all([text(child.process.stdout!), child.ended]);
    deepEqual([output, child.ending()], ["answer\n", "exit code 0: trouble"]);
  });

  test("that is killed by somebody tells the signal", async () => {
    const child = run("process.kill(process.pid, 'SIGKILL')");
    equal(await child.ended, "signal SIGKILL");
  });

  test("that cannot be started tells why, and needs no stop", async () => {
    const child = superviseChild(spawn("/nonexistent/program"));
    match(await child.ended, /ENOENT/);
    equal(child.pid, 0);
    equal(await child.stop(), "in order");
  });

  test("ends at the first request that it obeys", async () => {
    const program = `process.on("SIGTERM", () => {}); ${idle}`;
    const options = { requests: ["SIGTERM", "SIGINT"], patience: milliseconds(300) } as const;
    const child = await started(run(program, options));
    equal(await child.stop(), "in order");
    match(await child.ended, /^signal SIGINT/);
  });

  test("that obeys nobody is killed", async () => {
    const child = await started(run(deaf, { patience: milliseconds(200) }));
    equal(await child.stop(), "killed");
    match(await child.ended, /^signal SIGKILL/);
  });

  test("ends when its channel is closed, where that is the request", async () => {
    const options = { requests: ["disconnect"] } as const;
    const program = `process.on("disconnect", () => process.exit(0)); ${idle}`;
    const child = await started(
      run(program, options, { stdio: ["ignore", "pipe", "pipe", "ipc"] }),
    );
    equal(await child.stop(), "in order");
    match(await child.ended, /^exit code 0/);
  });

  test("takes what it left of its group with it", async () => {
    const program = `
      const { spawn } = require("node:child_process");
      const left = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore" });
      console.log(left.pid);
      process.on("SIGTERM", () => process.exit(0));`;
    const child = run(program, { leadsGroup: true }, { detached: true });
    const [line] = await once(child.process.stdout!, "data");
    equal(await child.stop(), "left processes");
    equal(isAlive(Number(line)), false);
  });

  test("of whose group nobody is left ends in order", async () => {
    const child = await started(run(idle, { leadsGroup: true }, { detached: true }));
    equal(await child.stop(), "in order");
    equal(isAlive(child.pid), false);
  });
});

function run(
  program: string,
  options: SuperviseOptions = {},
  settings: SpawnOptions = {},
): SupervisedChild {
  const child: ChildProcess = spawn(process.execPath, ["-e", program], settings);
  return superviseChild(child, options);
}

async function started(child: SupervisedChild): Promise<SupervisedChild> {
  await once(child.process.stdout!, "data");
  return child;
}
