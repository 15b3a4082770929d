import { deepEqual, equal, ok } from "node:assert/strict";
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { copyFile, mkdtemp, readFile, rm } from "node:fs/promises";
import { Agent, get } from "node:http";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { json, text } from "node:stream/consumers";
import { describe, type TestContext, test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { listCells, listServers } from "../concurrency/index.ts";
import { expectedRandomNumber, type Row } from "../contract/index.ts";
import {
  closeAdminConnection,
  openAdminConnection,
} from "../database/connection/admin-connection.ts";
import { openTestDatabase } from "../database/test-database.ts";
import { commandOf, isInstalled } from "../runtimes/index.ts";

const run = promisify(execFile);
const maximumLines = 30;
/** As many as the examples draw from. */
const rowCount = 10_000;
const lockPath = fileURLToPath(new URL("../../package-lock.json", import.meta.url));
const exampleOf = (entry: string) => join(entry, "../../example.ts");

describe("the example of", () => {
  for (const { name, entry } of listServers()) {
    const path = exampleOf(entry);
    test(`${name} is read in half a minute, and needs nothing of this repository`, async () => {
      const source = await readFile(path, "utf8");
      const lines = source.trimEnd().split("\n").length;
      ok(lines <= maximumLines, `${lines} lines`);
      deepEqual(source.match(/(from|import\(?) ?["'](\.|@rowbench)[^"']*/g), null);
    });

    test(`${name} asks for the versions that are measured here`, async () => {
      const lock = JSON.parse(await readFile(lockPath, "utf8"));
      const words = packagesOf(await readFile(path, "utf8"));
      ok(words.length > 0);
      for (const word of words) {
        const [, folder = "", version] = /^(.+?)@(?:npm:.+@)?([\d.]+)$/.exec(word) ?? [];
        equal(lock.packages[`node_modules/${folder}`]?.version, version, word);
      }
    });
  }
});

/** The words of the line that installs what an example needs. */
function packagesOf(source: string): readonly string[] {
  return /^\/\/ npm install (.+)\n/.exec(source)?.[1]?.split(" ") ?? [];
}

describe("copied into an empty folder, the example of", { concurrency: 2 }, async () => {
  for (const { server, runtime, availability } of await listCells(listServers(), ["single"])) {
    const skip = availability.kind === "unavailable" && availability.reason;
    test(`${server.name} answers, and ends in order`, { skip }, async (context) => {
      if (!isInstalled(runtime)) return;
      const folder = await emptyFolder(context);
      const source = exampleOf(server.entry);
      await copyFile(source, join(folder, "example.ts"));
      const isOffline = await installIn(folder, await readFile(source, "utf8"));
      if (isOffline) return context.skip("the registry of npm cannot be reached");

      const { url } = await openTestDatabase(rowCount);
      const [program = "", ...words] = commandOf(runtime, "example.ts");
      const child = spawn(program, words, {
        cwd: folder,
        stdio: ["ignore", "pipe", "pipe"],
        env: { ...process.env, NODE_ENV: "production", PORT: "0", DATABASE_URL: url },
      });
      context.after(() => void child.kill("SIGKILL"));
      const log = text(child.stderr);
      const address = await addressOf(child);

      const idle = await ask(address, new Agent({ keepAlive: true }));
      equal(idle.randomNumber, expectedRandomNumber(idle.id));
      const table = await lockTable(url);
      const busy = new Agent({ keepAlive: true, maxSockets: 1 });
      const inFlight = ask(address, busy);
      await table.untilAwaited();
      const ended = once(child, "exit");
      child.kill("SIGTERM");
      await untilClosed(address);
      await table.release();
      const last = await inFlight;
      equal(last.randomNumber, expectedRandomNumber(last.id));
      await askUntilRefused(address, busy);
      const [code] = await ended;
      equal(code, 0, await log);
    });
  }
});

async function emptyFolder(context: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "rowbench-example-"));
  context.after(() => rm(folder, { recursive: true }));
  return folder;
}

/** What npm says where there is no way to its registry. */
const offline = /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH)\b/;

/** Runs the line of an example; whether there is no network for it. */
async function installIn(folder: string, source: string): Promise<boolean> {
  const settings = {
    prefer_offline: "true",
    audit: "false",
    fund: "false",
    ignore_scripts: "true",
    fetch_retries: "0",
  };
  const env = Object.entries(settings).map(([name, value]) => [`npm_config_${name}`, value]);
  try {
    await run("npm", ["install", ...packagesOf(source)], {
      cwd: folder,
      env: { ...process.env, ...Object.fromEntries(env) },
    });
    return false;
  } catch (error) {
    const { stderr } = error as { stderr?: string };
    if (offline.test(stderr ?? "")) return true;
    throw error;
  }
}

/** The first address that it prints. */
async function addressOf(child: ChildProcess): Promise<string> {
  let output = "";
  for await (const chunk of child.stdout ?? []) {
    output += chunk;
    const [address] = /http:\/\/\S+(?=\n)/.exec(output) ?? [];
    if (address !== undefined) return address;
  }
  throw new Error(`it ended without an address: ${output}`);
}

async function ask(address: string, agent: Agent): Promise<Row> {
  const [response] = await once(get(address, { agent }), "response");
  equal(response.statusCode, 200);
  return (await json(response)) as Row;
}

/** Until it accepts no more connections. */
async function untilClosed(address: string): Promise<void> {
  const { hostname: host, port } = new URL(address);
  for (;;) {
    const socket = connect({ host: host.replace(/[[\]]/g, ""), port: Number(port) });
    const isRefused = await once(socket, "connect").then(
      () => false,
      () => true,
    );
    socket.destroy();
    if (isRefused) return;
    await delay(10);
  }
}

/** A client that does not stop must not keep a server from its end. */
async function askUntilRefused(address: string, agent: Agent): Promise<void> {
  for (;;) {
    try {
      await ask(address, agent);
    } catch {
      return;
    }
  }
}

/** Lets every look-up wait in PostgreSQL. */
async function lockTable(url: string) {
  const sql = openAdminConnection(url);
  await sql`begin`;
  await sql`lock table world in access exclusive mode`;
  const findWaiting = () => sql`
    select from pg_locks where relation = 'world'::regclass and not granted
      and database = (select oid from pg_database where datname = current_database())`;
  return {
    untilAwaited: async () => {
      while ((await findWaiting()).length === 0) await delay(10);
    },
    release: () => closeAdminConnection(sql),
  };
}
