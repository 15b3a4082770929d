import { glob } from "node:fs/promises";
import { describe } from "node:test";
import { fileURLToPath } from "node:url";

/*
 * All tests that start nothing, in one process: in 200 they spent seven eighths of their time on
 * loading what they test. Those of servers, databases, loads and programs have one each.
 */

const root = new URL("../", import.meta.url);
const ownProcess = /\.(integration|browser)\.test\.ts$/;
const files = glob("{shared,scripts,packages,bench}/**/*.test.ts", {
  cwd: fileURLToPath(root),
  exclude: ["**/node_modules/**"],
});

// A suite, because the runner waits for one to be made before it runs what is in it.
describe("units", async () => {
  for await (const file of files)
    if (!ownProcess.test(file)) await import(new URL(file, root).href);
});
