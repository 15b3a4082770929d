import { deepEqual, equal } from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { listCells, listServers } from "../concurrency/index.ts";
import { commandOf, isInstalled } from "../runtimes/index.ts";

const fixture = fileURLToPath(new URL("fixtures/buggy-rows.ts", import.meta.url));

describe("an unexpected exception", { concurrency: 2 }, async () => {
  for (const cell of await listCells(listServers(), ["single"])) {
    const { server, runtime, availability } = cell;
    const skip = availability.kind === "unavailable" && availability.reason;
    test(`${server.name} answers it with 500, and logs it once with its stack`, {
      skip,
    }, async () => {
      if (!isInstalled(runtime)) return;
      const [program = "", ...words] = commandOf(runtime, fixture);
      const child = spawn(program, [...words, server.entry], { stdio: "pipe" });
      try {
        const log = text(child.stderr);
        const [port] = await once(child.stdout, "data");
        const response = await fetch(`http://127.0.0.1:${Number(port)}/db`);
        const answer = [response.status, await response.json()];
        deepEqual(answer, [500, { error: "internal server error" }]);
        // Ended first: its log may still be on the way when the answer has come.
        child.kill("SIGTERM");
        const lines = (await log).match(/TypeError: a bug of ours\n +at .*buggy-rows\.ts/g);
        equal(lines?.length, 1, await log);
      } finally {
        child.kill("SIGKILL");
      }
    });
  }
});
