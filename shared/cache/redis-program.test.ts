import { equal, match } from "node:assert/strict";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { after, test } from "node:test";
import { findRedisProgram, redisMissing } from "./redis-program.ts";

const folder = mkdtempSync(join(tmpdir(), "rowbench-redis-"));
after(() => rmSync(folder, { recursive: true }));

test("a program is found on PATH, Valkey before Redis, if it can be run", () => {
  const PATH = ["", "/nonexistent", folder].join(delimiter);
  equal(findRedisProgram({ PATH }), undefined);
  for (const name of ["redis-server", "valkey-server"]) {
    const file = join(folder, name);
    writeFileSync(file, "");
    equal(findRedisProgram({ PATH }) === file, false);
    chmodSync(file, 0o755);
    equal(findRedisProgram({ PATH }), file);
  }
  equal(findRedisProgram({}), undefined);
});

test("where there is none, the reason says what to do", () => {
  match(redisMissing, /REDIS_URL=redis:.*apt-get install valkey-server/);
});
