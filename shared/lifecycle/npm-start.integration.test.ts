import { ok } from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { describe, test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { isAlive } from "../processes/index.ts";
import { processStatus } from "../processes/process-status.ts";

const repository = fileURLToPath(new URL("../..", import.meta.url));
/** Half a second until it is noticed, and time to close on a busy machine. */
const stopLimitMs = 10_000;

describe("a server that npm runs", { concurrency: true }, () => {
  for (const model of ["single", "reuseport"]) {
    for (const signal of ["SIGTERM", "SIGKILL"] as const) {
      test(`${model}: ends in order, with all its workers, when npm gets ${signal}`, async () => {
        const options = ["--port", "0", "--model", model];
        const npm = spawn("npm", ["start", "-w", "packages/node-http", "--", ...options], {
          cwd: repository,
          env: { ...process.env, npm_config_update_notifier: "false" },
          stdio: ["ignore", "pipe", "ignore"],
        });
        const origin = await readOrigin(npm.stdout);
        const pids = await serverPids(origin);
        const answer = fetch(`${origin}/wait/1000`).then(({ status }) => status);
        await delay(100);
        npm.kill(signal);
        ok((await answer) === 200, "the answer in flight was lost");
        await untilGone(pids);
      });
    }
  }
});

async function readOrigin(output: NodeJS.ReadableStream): Promise<string> {
  let text = "";
  while (!/Ctrl-C/.test(text)) text += (await once(output, "data"))[0];
  return /http:\/\/\S+/.exec(text)?.[0] ?? "";
}

/** Those that answer, and those that started them: the launcher, and the shell of npm. */
async function serverPids(origin: string): Promise<readonly number[]> {
  const pids = new Set<number>();
  for (let sample = 0; sample < 30; sample += 1) {
    const response = await fetch(`${origin}/health`, { headers: { connection: "close" } });
    const { worker } = (await response.json()) as { worker: string };
    const pid = Number.parseInt(worker, 10);
    pids.add(pid).add(processStatus(pid)?.parent ?? pid);
  }
  return [...pids];
}

async function untilGone(pids: readonly number[]): Promise<void> {
  const deadline = performance.now() + stopLimitMs;
  while (pids.some(isAlive)) {
    ok(performance.now() < deadline, `still alive: ${pids.filter(isAlive).join(", ")}`);
    await delay(20);
  }
}
