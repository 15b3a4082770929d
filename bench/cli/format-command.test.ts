import { equal } from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import { formatCommand } from "./format-command.ts";

test("plain arguments stand as they were typed", () => {
  equal(
    formatCommand(["sweep", "connections", "--servers", "koa,hono", "--runtimes", "./my-node"]),
    "npm run rowbench -- sweep connections --servers koa,hono --runtimes ./my-node",
  );
});

test("a shell reads what was quoted as the same argument", () => {
  for (const argument of ["two words", "it's", "$HOME", "", "a;b", "*"]) {
    const quoted = formatCommand([argument]).slice("npm run rowbench -- ".length);
    equal(execFileSync("sh", ["-c", `printf %s ${quoted}`]).toString(), argument);
  }
});
