import { deepEqual, equal, match } from "node:assert/strict";
import { test } from "node:test";
import type { Row, RowCache, RowStore } from "@rowbench/shared/contract";
import { createApp } from "./app.ts";

const row: Row = { id: 4174, randomNumber: 331 };

/** Rows that need no database; `closed` holds the names of what was closed. */
function createSources(answer: () => Promise<Row> = async () => row) {
  const closed: string[] = [];
  const rows: RowStore = {
    randomRow: answer,
    randomRowAfter: answer,
    ping: async () => {},
    close: async () => void closed.push("rows"),
  };
  const cache: RowCache = { randomRow: answer, close: async () => void closed.push("cache") };
  return { rows, cache, closed };
}

test("the app answers without a socket", async () => {
  const { rows, cache } = createSources();
  const app = createApp(rows, cache);
  for (const url of ["/db", "/wait/0", "/cache"]) {
    const response = await app.inject(url);
    deepEqual([response.statusCode, response.json()], [200, row], url);
  }
  await app.close();
});

test("Fastify refuses what is no integer from 0 to 10000", async () => {
  const { rows, cache } = createSources();
  const app = createApp(rows, cache);
  for (const ms of ["abc", "-1", "1.5", "10001"]) {
    const response = await app.inject(`/wait/${ms}`);
    equal(response.statusCode, 400, ms);
    match(response.json().error, /^params\/ms must (be|match) /);
  }
  await app.close();
});

test("a row that lacks a property is a bug, not an answer", async () => {
  const { rows, cache } = createSources(async () => ({ id: 1 }) as Row);
  const lines: string[] = [];
  const stream = { write: (line: string) => void lines.push(line) };
  const app = createApp(rows, cache, { logger: { level: "error", stream } });
  equal((await app.inject("/db")).statusCode, 500);
  equal(lines.length, 1);
  match(lines[0] ?? "", /randomNumber.*required/);
  await app.close();
});

test("whoever copies it listens and closes with Fastify's own calls, the sources last", async () => {
  const { rows, cache, closed } = createSources();
  const app = createApp(rows, cache);
  const address = await app.listen({ port: 0 });
  deepEqual(await (await fetch(`${address}/db`)).json(), row);
  deepEqual(closed, []);
  await app.close();
  deepEqual(closed, ["rows", "cache"]);
});
