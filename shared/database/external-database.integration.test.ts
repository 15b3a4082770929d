import assert from "node:assert/strict";
import { createServer } from "node:net";
import { describe, test } from "node:test";
import { expectedRandomNumber, type RowbenchError } from "../contract/index.ts";
import {
  type AdminConnection,
  closeAdminConnection,
  openAdminConnection,
} from "./connection/admin-connection.ts";
import { openDatabase } from "./open-database.ts";
import { createTestDatabase } from "./test-database.ts";

const url = await createTestDatabase();

describe("a server of the person's own", { concurrency: true }, () => {
  test("gets the table and keeps its size until another is asked for", async () => {
    const databaseUrl = await createTestDatabase();
    const first = await openDatabase({ databaseUrl });
    assert.equal(first.rows, 10_000);
    assert.equal(first.source, "external");
    assert.equal(first.postmasterPid, undefined);
    assert.equal((await openDatabase({ databaseUrl, rows: 77 })).rows, 77);
    assert.equal((await openDatabase({ databaseUrl })).rows, 77);
    const rows = await query(
      databaseUrl,
      (sql) => sql`select id, randomnumber from world order by id`,
    );
    assert.deepEqual(
      rows.map(({ id, randomnumber }) => [id, randomnumber]),
      Array.from({ length: 77 }, (_, index) => [index + 1, expectedRandomNumber(index + 1)]),
    );
  });

  test("is filled once by two programs at once", async () => {
    const databaseUrl = await createTestDatabase();
    const messages: string[] = [];
    const onProgress = (message: string): number => messages.push(message);
    await Promise.all([
      openDatabase({ databaseUrl, onProgress }),
      openDatabase({ databaseUrl, onProgress }),
    ]);
    assert.equal(messages.filter((message) => message.startsWith("filling")).length, 1);
  });

  const foreign = {
    "other columns": [
      "create table world (id int primary key, name text not null)",
      /`id integer, name text`/,
    ],
    "another type": [
      "create table world (id bigint primary key, randomnumber int not null)",
      /bigint/,
    ],
    "no primary key": ["create table world (id int not null, randomnumber int not null)", /`none`/],
    nulls: ["create table world (id int primary key, randomnumber int)", /null/],
    "other values": [
      "create table world (id int primary key, randomnumber int not null); insert into world values (1, 1), (2, 2)",
      /`1` of its `2` rows/,
    ],
    "other ids": [
      `create table world (id int primary key, randomnumber int not null); insert into world values (2, ${expectedRandomNumber(2)})`,
      /from `2` to `2`/,
    ],
    "another kind": ["create view world as select 1 as id, 2 as randomnumber", /ordinary table/],
  } as const;

  for (const [name, [statements, found]] of Object.entries(foreign)) {
    test(`whose table \`world\` has ${name} is left alone`, async () => {
      const databaseUrl = await createTestDatabase();
      await query(databaseUrl, (sql) => sql.unsafe(statements));
      const before = await query(databaseUrl, (sql) => sql`select * from world`);
      await assert.rejects(openDatabase({ databaseUrl, rows: 5 }), (error: RowbenchError) => {
        assert.equal(error.code, "DATABASE_FOREIGN_TABLE");
        assert.match(error.message, found);
        return true;
      });
      assert.deepEqual(
        [...(await query(databaseUrl, (sql) => sql`select * from world`))],
        [...before],
      );
    });
  }

  test("that refuses, or does not know us, is reported without the password", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    const { port } = server.address() as { port: number };
    server.close();
    const wrong = url.replace(/:[^:@]*@/, ":s3cr%C3%A9t@");
    const absent = `${url}-absent`;
    for (const databaseUrl of [`postgres://me:s3cr%C3%A9t@127.0.0.1:${port}/db`, wrong, absent]) {
      await assert.rejects(openDatabase({ databaseUrl }), (error: RowbenchError) => {
        assert.equal(error.code, "DATABASE_UNREACHABLE");
        assert.match(
          error.message,
          /`127\.0\.0\.1:\d+` cannot be used: .*(ECONNREFUSED|authentication|not exist)/,
        );
        assert.doesNotMatch(error.message, /s3cr/);
        return true;
      });
    }
  });

  test("that stays silent is given up", async () => {
    const server = createServer(() => {}).listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    const { port } = server.address() as { port: number };
    await assert.rejects(openDatabase({ databaseUrl: `postgres://me:pw@127.0.0.1:${port}/db` }), {
      code: "DATABASE_UNREACHABLE",
    });
    server.close();
  });
});

async function query<T>(url: string, use: (sql: AdminConnection) => PromiseLike<T>): Promise<T> {
  const sql = openAdminConnection(url);
  try {
    return await use(sql);
  } finally {
    await closeAdminConnection(sql);
  }
}
