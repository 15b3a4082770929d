import assert from "node:assert/strict";
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { isAlive } from "../../processes/index.ts";
import { closeAdminConnection, openAdminConnection } from "../connection/admin-connection.ts";
import { openDatabase } from "../open-database.ts";
import { makeTestRoot, untilStopped } from "../test-root.ts";
import { embeddedStatus, holdEmbedded, releaseEmbedded } from "./embedded-database.ts";
import { keeperName } from "./keeper-messages.ts";
import { homesOf } from "./postgres-place.ts";

const root = await makeTestRoot();

describe("the embedded database", () => {
  test("is one instance for two programs that start at once, and stops with the last one", async () => {
    const [first, second] = await Promise.all([openDatabase({ root }), openDatabase({ root })]);
    assert.equal(first.url, second.url);
    assert.match(first.version, /^18\./);
    assert.equal(first.source, "embedded");
    assert.equal(first.rows, 10_000);
    assert.ok(!first.address.includes("rowbench"));
    await first.close();
    await first.close();
    assert.equal((await embeddedStatus(root))?.claims, 1);
    await second.close();
    await untilStopped(root);
    assert.ok(!isAlive(first.postmasterPid!));
  });

  test("is kept for a program that follows within a moment", async () => {
    const first = await openDatabase({ root });
    await first.close();
    const second = await openDatabase({ root });
    assert.equal(second.postmasterPid, first.postmasterPid);
    await second.close();
  });

  test("loses the claim of a program that is killed", async () => {
    const program = await openInChild(root);
    assert.equal((await embeddedStatus(root))?.claims, 1);
    program.kill("SIGKILL");
    await once(program, "exit");
    await untilStopped(root);
  });

  test("of a killed keeper is stopped by the next program, which starts afresh", async () => {
    const first = await openDatabase({ root });
    process.kill(await keeperPid(root), "SIGKILL");
    await untilStopped(root);
    assert.ok(isAlive(first.postmasterPid!));
    const second = await openDatabase({ root });
    assert.ok(!isAlive(first.postmasterPid!));
    assert.equal(second.rows, 10_000);
    await first.close();
    await second.close();
  });

  test("runs without a program while it is held", async () => {
    const database = await openDatabase({ root });
    await holdEmbedded(root);
    await database.close();
    await delay(1500);
    assert.deepEqual(await embeddedStatus(root), { claims: 0, held: true });
    assert.deepEqual(await releaseEmbedded(root), { claims: 0, held: false });
    assert.equal(await embeddedStatus(root), undefined);
    assert.equal(await releaseEmbedded(root), undefined);
  });

  test("is not called stopped before PostgreSQL has ended", async () => {
    const database = await openDatabase({ root });
    process.kill(await keeperPid(root), "SIGTERM");
    await untilStopped(root);
    assert.ok(!isAlive(database.postmasterPid!));
    await database.close();
  });

  test("is filled anew for another number of rows, but not under another program", async () => {
    const first = await openDatabase({ root, rows: 123 });
    assert.equal(first.rows, 123);
    await assert.rejects(openDatabase({ root, rows: 456 }), { code: "DATABASE_IN_USE" });
    const second = await openDatabase({ root });
    assert.equal(second.rows, 123);
    await Promise.all([first.close(), second.close()]);
  });

  test("keeps its secrets from other users", async () => {
    const database = await openDatabase({ root });
    const [home = ""] = homesOf(root);
    assert.equal(statSync(join(home, "connection.json")).mode & 0o777, 0o600);
    assert.equal(statSync(join(home, "data")).mode & 0o777, 0o700);
    const unfinished = readdirSync(home).filter((name) => name.startsWith("unfinished"));
    assert.deepEqual(unfinished, []);
    await database.close();
  });

  test("is made anew over a data folder of another version", async () => {
    await untilStopped(root);
    const [home = ""] = homesOf(root);
    writeFileSync(join(home, "data", "PG_VERSION"), "17\n");
    mkdirSync(join(home, "unfinished-1"));
    const database = await openDatabase({ root });
    assert.equal(database.rows, 10_000);
    assert.ok(!readdirSync(home).includes("unfinished-1"));
    await database.close();
  });

  test("lets in nobody without the password", async () => {
    const database = await openDatabase({ root });
    const sql = openAdminConnection(database.url.replace(/:[^:@]*@/, ":wrong@"));
    await assert.rejects(sql`select 1`, { code: "28P01" });
    await closeAdminConnection(sql);
    await database.close();
  });
});

test("a number of rows that cannot be is wrong usage", async () => {
  for (const rows of [0, -1, 1.5, Number.NaN, 10_000_001]) {
    await assert.rejects(
      openDatabase({ root, rows }),
      (error: Error & { code: string }) =>
        error.code === "USAGE" && error.message.includes(`\`${rows}\``),
    );
  }
});

async function openInChild(folder: string): Promise<ChildProcess> {
  const source = `
    import { openDatabase } from ${JSON.stringify(import.meta.resolve("../open-database.ts"))};
    await openDatabase({ root: ${JSON.stringify(folder)} });
    process.stdout.write("open");
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", source], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  await once(child.stdout!, "data");
  return child;
}

async function keeperPid(folder: string): Promise<number> {
  const lines = execFileSync("ps", ["-eo", "pid=,args="], { encoding: "utf8" }).split("\n");
  const line = lines.find((text) => text.includes("keeper.ts") && text.endsWith(folder));
  assert.ok(line, `no keeper ${keeperName(folder)}`);
  return Number.parseInt(line, 10);
}
