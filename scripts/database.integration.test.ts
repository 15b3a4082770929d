import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { makeTestRoot } from "../shared/database/test-root.ts";

const script = fileURLToPath(new URL("database.ts", import.meta.url));
const root = await makeTestRoot();

test("the database stays up between `up` and `down`, and takes SQL in between", () => {
  const up = run(["up"]);
  assert.match(up.stdout, /^postgres:\/\/rowbench:\S+@127\.0\.0\.1:\d+\/rowbench\n$/);
  assert.match(up.stderr, /db:down/);
  assert.equal(run(["seed", "--rows", "12"]).status, 0);
  assert.match(run(["status"]).stdout, /state: running\nprograms: 0\nheld: yes\n.*rows: 12\n$/s);
  // Without a PATH there is no psql: the prompt of our own answers.
  const psql = run(["psql"], {
    input: "select count(*) from world",
    env: { PATH: "/nonexistent" },
  });
  assert.equal(psql.stdout, "count\n-----\n12\n");
  const wrong = run(["psql"], { input: "select 1 from nowhere", env: { PATH: "/nonexistent" } });
  assert.deepEqual([wrong.status, wrong.stdout], [1, ""]);
  assert.match(run(["down"]).stderr, /has stopped/);
  assert.match(run(["status"]).stdout, /state: stopped/);
});

test("wrong usage ends with 2 and shows what was wrong", () => {
  for (const args of [
    ["seed", "--rows", "1e3"],
    ["seed", "--rows", "0"],
    ["up", "--colour"],
    ["lift"],
  ]) {
    const { status, stderr, stdout } = run(args);
    assert.equal(status, 2);
    assert.equal(stdout, "");
    assert.ok(stderr.includes(args.at(-1) ?? ""), stderr);
  }
});

test("with DATABASE_URL there is nothing to start, and its password stays hidden", () => {
  const env = { DATABASE_URL: "postgres://me:s3cret@127.0.0.1:1/db" };
  for (const command of ["up", "down"]) {
    const { status, stderr } = run([command], { env });
    assert.equal(status, 0);
    assert.match(stderr, /nothing to st/);
    assert.doesNotMatch(stderr, /s3cret/);
  }
  const { status, stderr } = run(["seed", "--rows", "5"], { env });
  assert.equal(status, 1);
  assert.match(stderr, /^error: PostgreSQL at `127\.0\.0\.1:1` cannot be used: /);
});

interface RunOptions {
  readonly input?: string;
  readonly env?: NodeJS.ProcessEnv;
}

function run(
  args: readonly string[],
  { input = "", env }: RunOptions = {},
): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, [script, "--root", root, ...args], {
    input,
    env: { ...process.env, DATABASE_URL: "", ...env },
    encoding: "utf8",
  });
}
