import { deepEqual, equal, rejects } from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { after, describe, test } from "node:test";
import postgres from "postgres";
import { openTestDatabase } from "../../../shared/database/test-database.ts";
import { accepts } from "../cells/accepts.ts";
import { startNginx } from "./nginx.ts";
import { openTopology } from "./open-topology.ts";
import { knowsNamedStatements, userList } from "./pgbouncer.ts";
import { type AroundName, aroundMissing, findAround, versionIn } from "./programs.ts";

const skipWithout = (name: AroundName) =>
  process.platform === "linux" && findAround(name) ? false : aroundMissing[name];
const portOf = (url: string) => Number(new URL(url).port);

test("nothing stands around a server without a topology", async () => {
  const { databaseUrl, leaders, putBefore, close } = await openTopology(undefined, {
    databaseUrl: "postgres://a/b",
  });
  equal(databaseUrl, "postgres://a/b");
  equal(await putBefore(["http://127.0.0.1:1"]), "http://127.0.0.1:1");
  deepEqual(leaders(), []);
  await close();
});

describe("nginx", { skip: skipWithout("nginx") }, () => {
  test("hands requests on over connections that it keeps, and is gone after the end", async () => {
    let connections = 0;
    const server = createServer((request, response) => {
      response.setHeader("Server", "ours");
      response.end(request.url);
    });
    server.on("connection", () => {
      connections += 1;
    });
    server.listen(0, "127.0.0.1");
    after(() => server.close());
    await new Promise((resolve) => server.once("listening", resolve));
    const { port } = server.address() as AddressInfo;

    const { putBefore, leaders, close } = await openTopology("nginx", {
      databaseUrl: "postgres://a/b",
    });
    const origin = await putBefore([`http://127.0.0.1:${port}`]);
    for (let asked = 0; asked < 20; asked += 1) {
      const response = await fetch(`${origin}/db?${asked}`);
      deepEqual([await response.text(), response.headers.get("Server")], [`/db?${asked}`, "ours"]);
    }
    // One for each of its workers at most.
    equal(connections <= 4, true);
    equal(leaders().length, 1);
    await close();
    equal(await accepts(portOf(origin)), false);
    server.closeAllConnections();
  });

  test("that does not start is an error with its last words", () =>
    rejects(startNginx({ path: "/bin/false", version: "" }, [new URL("http://127.0.0.1:1")]), {
      code: "SERVER_START_FAILED",
      message: "nginx did not start, exit code 1",
    }));
});

describe("PgBouncer", { skip: skipWithout("pgbouncer") }, () => {
  test("lends connections by the transaction, and is gone after the end", async () => {
    const { url } = await openTestDatabase(100);
    const { databaseUrl, leaders, close } = await openTopology("pgbouncer", { databaseUrl: url });
    const sql = postgres(databaseUrl, { max: 8, prepare: false, fetch_types: false });
    const rows = await Promise.all(
      Array.from({ length: 50 }, () => sql`select count(*)::int as count from world`),
    );
    deepEqual(new Set(rows.map(([row]) => row?.count)), new Set([100]));
    await sql.end();
    equal(leaders().length, 1);
    await close();
    equal(await accepts(portOf(databaseUrl)), false);
  });

  test("keeps who does not know the password away", async () => {
    const { url } = await openTestDatabase(100);
    const { databaseUrl, close } = await openTopology("pgbouncer", { databaseUrl: url });
    const wrong = Object.assign(new URL(databaseUrl), { password: "wrong" }).href;
    const sql = postgres(wrong, { max: 1, fetch_types: false });
    await rejects(async () => sql`select 1`, /authentication failed/);
    await sql.end();
    await close();
  });
});

test("names of statements are known from 1.21 on", () => {
  const versions = ["1.18.0", "1.20.1", "1.21.0", "1.24.1", "2.0.0"];
  deepEqual(versions.map(knowsNamedStatements), [false, false, true, true, true]);
});

test("versions are found in what programs say of themselves", () => {
  equal(versionIn("nginx version: nginx/1.22.1"), "1.22.1");
  equal(versionIn("PgBouncer 1.18.0\nlibevent 2.1.12-stable"), "1.18.0");
});

test("passwords stand in its file as they are, quotes doubled", () => {
  equal(userList("postgres://a%20b:%22x%22@h/d"), '"a b" """x"""\n');
});
