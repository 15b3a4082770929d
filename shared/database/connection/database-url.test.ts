import assert from "node:assert/strict";
import { test } from "node:test";
import { RowbenchError } from "../../contract/index.ts";
import { addressOf, databaseUrlFrom, parseDatabaseUrl, redactUrl } from "./database-url.ts";

test("a password is replaced wherever it stands in a URL", () => {
  const cases = [
    ["postgres://me:secret@host:5432/db", "postgres://me:***@host:5432/db"],
    ["postgres://me:se%40cr@host/db", "postgres://me:***@host/db"],
    ["postgres://me:p@ss/word@host/db", "postgres://me:***@host/db"],
    [
      "postgres://me@host/db?password=secret&sslmode=require",
      "postgres://me@host/db?password=***&sslmode=require",
    ],
    ["me:secret@host", "me:***@host"],
    ["postgres://host:5432/db", "postgres://host:5432/db"],
  ] as const;
  for (const [url, expected] of cases) assert.equal(redactUrl(url), expected);
});

test("a URL that is not PostgreSQL's is wrong usage and shown without its password", () => {
  for (const url of [
    "mysql://me:secret@host/db",
    "me:secret@host",
    "postgres:///db",
    "postgres://a:%zz@h/d",
  ]) {
    assert.throws(
      () => parseDatabaseUrl(url),
      (error) =>
        error instanceof RowbenchError &&
        error.code === "USAGE" &&
        !/secret|%zz/.test(error.message),
    );
  }
});

test("the environment names the database, unless it is empty", () => {
  assert.equal(databaseUrlFrom({ DATABASE_URL: "postgres://h/d" }), "postgres://h/d");
  assert.equal(databaseUrlFrom({ DATABASE_URL: "" }), undefined);
  assert.equal(databaseUrlFrom({}), undefined);
});

test("an address has the default port when the URL has none", () => {
  assert.equal(addressOf(parseDatabaseUrl("postgres://me:secret@db.example/x")), "db.example:5432");
  assert.equal(addressOf(parseDatabaseUrl("postgresql://me@[::1]:6000/x")), "[::1]:6000");
});
