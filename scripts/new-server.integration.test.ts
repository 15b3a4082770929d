import { deepEqual, equal, match } from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { listServers } from "@rowbench/shared/concurrency";

const program = fileURLToPath(new URL("new-server.ts", import.meta.url));
const repository = fileURLToPath(new URL("..", import.meta.url));
const root = mkdtempSync(join(tmpdir(), "rowbench-scaffold-"));
after(() => rmSync(root, { recursive: true }));
for (const part of ["packages/node-http", "bench/package.json"]) {
  cpSync(join(repository, part), join(root, part), { recursive: true });
}
const env = { ...process.env, ROWBENCH_ROOT: root };

test("a new server is a folder that the list finds, and Turborepo checks it before measuring", () => {
  execFileSync(process.execPath, [program, "hapi", "@hapi/hapi"], { env });
  const [hapi] = listServers(join(root, "packages"));
  deepEqual([hapi?.name, hapi?.framework, hapi?.sockets], ["hapi", "@hapi/hapi", "node"]);
  const fileOf = (path: string) => readFileSync(join(root, "packages/hapi", path), "utf8");
  match(fileOf("src/app.ts"), /Server: "hapi"/);
  match(fileOf("src/server.ts"), /createApp/);
  match(fileOf("example.ts"), /^\/\/ npm install /);
  match(fileOf("README.md"), /npm start -w packages\/hapi\n/);
  const bench = JSON.parse(readFileSync(join(root, "bench/package.json"), "utf8"));
  equal(bench.devDependencies["@rowbench/hapi"], "*");
});

test("a folder that exists is left alone", () => {
  const { status, stderr } = spawnSync(process.execPath, [program, "node-http"], { env });
  equal(status, 2);
  match(String(stderr), /packages\/node-http exists already/);
});

test("every server of this repository is checked by Turborepo before measuring", () => {
  const bench = JSON.parse(readFileSync(join(repository, "bench/package.json"), "utf8"));
  const folders = readdirSync(join(repository, "packages")).map((name) => `@rowbench/${name}`);
  const servers = Object.keys(bench.devDependencies).filter((name) =>
    name.startsWith("@rowbench/"),
  );
  deepEqual(servers.sort(), folders.sort());
});

test("every server has a command that measures it and prints its page", () => {
  for (const name of readdirSync(join(repository, "packages"))) {
    const path = join(repository, "packages", name, "package.json");
    equal(JSON.parse(readFileSync(path, "utf8")).scripts.bench, `rowbench bench --page ${name}`);
  }
  const hapi = JSON.parse(readFileSync(join(root, "packages/hapi/package.json"), "utf8"));
  equal(hapi.scripts.bench, "rowbench bench --page hapi");
});
