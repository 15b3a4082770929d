import { deepEqual, equal, match, throws } from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { describeRuntime } from "./describe-runtime.ts";
import { findRuntime, ownRuntime, requireRuntime } from "./find-runtime.ts";
import { commandOf, type InstalledRuntime, isInstalled } from "./runtime.ts";

test("the Node.js that runs this is known by its major version", () => {
  const own = findRuntime(ownRuntime().name);
  deepEqual(own, ownRuntime());
  equal(own.name, `node${process.versions.node.split(".")[0]}`);
  equal(isInstalled(own) && own.state.program, process.execPath);
});

test("a Node.js of a person's own is named by its path, and known by its hash", () => {
  const runtime = requireRuntime(process.execPath);
  deepEqual([runtime.name, runtime.kind], [process.execPath, "node"]);
  equal(runtime.state.version, process.versions.node);
  match(describeRuntime(runtime), /^Node\.js \d+\.\d+\.\d+ \([0-9a-f]{12}\)$/);
});

test("a path without a Node.js and an unknown name are mistakes that say what is allowed", () => {
  throws(() => findRuntime("./nowhere"), { code: "USAGE", message: /no Node.js answers/ });
  throws(() => findRuntime("denno"), { code: "USAGE", message: /did you mean `deno`\?.*node26/s });
});

test("a Node.js that is too old for the servers is named with its version", {
  skip: process.platform === "win32" && "the program is a shell script",
}, () => {
  const folder = mkdtempSync(join(tmpdir(), "rowbench-node-"));
  try {
    const path = join(folder, "node");
    writeFileSync(path, "#!/bin/sh\necho 22.17.1\n", { mode: 0o755 });
    throws(() => findRuntime(path), {
      code: "USAGE",
      message: /22\.18 or later, .* is 22\.17\.1$/,
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("a runtime that is not installed names the command that installs it", () => {
  const runtime = findRuntime("deno");
  if (isInstalled(runtime)) return;
  throws(() => requireRuntime("deno"), {
    code: "RUNTIME_UNAVAILABLE",
    message: "deno is not installed: npm run runtimes -- add deno",
  });
});

test("each kind of runtime has its own way to run a script", () => {
  const commandWith = (kind: InstalledRuntime["kind"]) =>
    commandOf(
      { name: kind, kind, state: { kind: "installed", program: "/p", version: "1" } },
      "a.mjs",
    );
  deepEqual(commandWith("node"), ["/p", "a.mjs"]);
  deepEqual(commandWith("bun"), ["/p", "run", "a.mjs"]);
  deepEqual(commandWith("deno"), [
    "/p",
    "run",
    "--allow-all",
    "--unstable-net",
    "--quiet",
    "a.mjs",
  ]);
});
