import { match } from "node:assert/strict";
import { execFile } from "node:child_process";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { type ModelName, modelNames } from "../concurrency/index.ts";
import { describeMissing, findRuntime, isInstalled } from "../runtimes/index.ts";

const run = promisify(execFile);
const pathOf = (name: string) => fileURLToPath(new URL(name, import.meta.url));

/** Tests of servers that read `RUNTIME`, and the models under which a runtime has to pass them. */
const ofBun: readonly ModelName[] = ["single", "thread-pool"];
const suites = [
  { runtime: "bun", file: "database-loss.integration.test.ts", names: ofBun },
  { runtime: "bun", file: "stop.integration.test.ts", names: ofBun },
  { runtime: "deno", file: "database-loss.integration.test.ts", names: modelNames },
  { runtime: "deno", file: "stop.integration.test.ts", names: modelNames },
] as const;

// One after the other: each of them starts a server under every model at once.
describe("on another runtime", () => {
  for (const { runtime: name, file, names } of suites) {
    const runtime = findRuntime(name);
    const skip = isInstalled(runtime) ? false : describeMissing(runtime);
    test(`${name} passes ${file}`, { skip }, async () => {
      const options = [
        "--test",
        "--test-force-exit",
        `--test-name-pattern=^(${names.join("|")}): `,
      ];
      const { stdout } = await run(process.execPath, [...options, pathOf(file)], {
        env: { ...process.env, RUNTIME: name, NODE_TEST_CONTEXT: undefined },
      });
      // At least one: a pattern that finds no test fails nothing, either.
      match(stdout, /^ℹ pass [1-9]\d*\nℹ fail 0$/m);
    });
  }
});
