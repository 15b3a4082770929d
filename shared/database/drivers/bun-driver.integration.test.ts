import { match, rejects } from "node:assert/strict";
import { execFile } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describeMissing, findRuntime, isInstalled } from "../../runtimes/index.ts";
import { loadDriver } from "./drivers.ts";

const bun = findRuntime("bun");
const suite = fileURLToPath(new URL("../row-store/row-store.integration.test.ts", import.meta.url));

test("Bun's driver says where it can be had", { skip: process.versions.bun !== undefined }, () =>
  rejects(loadDriver("bun"), { code: "SERVER_UNAVAILABLE", message: /--runtime bun/ }),
);

const skip = isInstalled(bun) ? false : describeMissing(bun);
test("a row store on Bun's driver survives what it survives on the others", { skip }, async () => {
  if (!isInstalled(bun)) return;
  const environment = { ...process.env, NODE_TEST_CONTEXT: undefined };
  const { stderr } = await promisify(execFile)(bun.state.program, ["test", suite], {
    env: environment,
  });
  match(stderr, /^ 24 pass\n 0 fail$/m);
});
