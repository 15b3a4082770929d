import { deepEqual, equal, match, ok, rejects } from "node:assert/strict";
import { appendFileSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { experimentHeader } from "../results/fixtures/experiment-header.ts";
import { closedSlice } from "../results/fixtures/slices.ts";
import { isOver, serveRun } from "./serve-run.ts";

const root = mkdtempSync(join(tmpdir(), "rowbench-serve-"));
after(() => rmSync(root, { recursive: true }));

/** A run that has begun. */
function runFolder(): string {
  const folder = mkdtempSync(join(root, "run-"));
  appendFileSync(join(folder, "samples.ndjson"), `${JSON.stringify(experimentHeader())}\n`);
  return folder;
}

function endRun(folder: string): void {
  writeFileSync(join(folder, "report.html"), "<!doctype html><title>the report</title>");
  writeFileSync(join(folder, "summary.json"), "{}");
}

/** Serves a run until `use` has ended. */
async function serving(
  folder: string,
  use: (url: string, ended: Promise<void>) => Promise<void>,
): Promise<void> {
  const controller = new AbortController();
  const { signal } = controller;
  const listening = Promise.withResolvers<string>();
  const ended = serveRun(folder, {
    ...{ port: 0, signal, pauseMs: 10, patienceMs: 200 },
    onListening: listening.resolve,
  });
  try {
    await use(await listening.promise, ended);
  } finally {
    controller.abort();
    await ended;
  }
}

/** Reads events until one matches. */
async function readUntil(response: Response, pattern: RegExp): Promise<string> {
  let text = "";
  const decoder = new TextDecoder();
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    if (pattern.test(text)) return text;
  }
  throw new Error(`the stream ended with ${text}`);
}

function statusFor(url: string, headers: Record<string, string>, method = "GET"): Promise<number> {
  return new Promise((resolve, reject) => {
    request(url, { headers, method }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    })
      .on("error", reject)
      .end();
  });
}

test("a browser is shown what is appended, and turns to the report when the run ends", async () => {
  const folder = runFolder();
  await serving(folder, async (url, ended) => {
    const events = await fetch(`${url}events`);
    equal(events.headers.get("content-type"), "text/event-stream");
    appendFileSync(join(folder, "samples.ndjson"), `${JSON.stringify(closedSlice())}\n`);
    match(await readUntil(events, /koa\/single/), /"throughput":"10,000"/);
    const later = await fetch(`${url}events`);
    endRun(folder);
    await readUntil(later, /event: end/);
    match(await (await fetch(`${url}report.html`)).text(), /the report/);
    await ended;
    await rejects(fetch(url));
  });
});

test("the page is served with a strict policy, and is not kept", async () => {
  await serving(runFolder(), async (url) => {
    const page = await fetch(url);
    match(await page.text(), /<title>rowbench<\/title>/);
    const policy = page.headers.get("content-security-policy") ?? "";
    ok(policy.startsWith("default-src 'none'; script-src 'self';"));
    ok(!policy.includes("unsafe"));
    equal(page.headers.get("cache-control"), "no-store");
    equal(page.headers.get("x-content-type-options"), "nosniff");
    for (const path of ["live.css", "live.js"]) equal((await fetch(url + path)).status, 200);
    for (const path of ["../index.ts", "%2e%2e/index.ts", "summary.json", "page/live.js"])
      equal((await fetch(url + path)).status, 404);
  });
});

test("names that were made to lead here, and what changes anything, are refused", async () => {
  await serving(runFolder(), async (url) => {
    const { port } = new URL(url);
    equal(await statusFor(url, { host: `127.0.0.1:${port}` }), 200);
    equal(await statusFor(url, { host: `localhost:${port}` }), 200);
    for (const host of ["evil.example", `evil.example:${port}`, "127.0.0.1", "localhost:1"])
      equal(await statusFor(`${url}events`, { host }), 421);
    equal(await statusFor(url, {}, "POST"), 405);
  });
});

test("a run that has ended is shown until somebody stops it", async () => {
  const folder = runFolder();
  endRun(folder);
  ok(isOver(folder));
  await serving(folder, async (url) => {
    match(await (await fetch(url)).text(), /the report/);
    match(await readUntil(await fetch(`${url}events`), /event: end/), /^retry/);
  });
});

test("a summary that is older than the samples is not that of an end", () => {
  const folder = runFolder();
  equal(isOver(folder), false);
  endRun(folder);
  utimesSync(join(folder, "summary.json"), 1000, 1000);
  equal(isOver(folder), false);
});

test("a port that is taken is named", async () => {
  const folder = runFolder();
  await serving(folder, async (url) => {
    const port = Number(new URL(url).port);
    const { signal } = new AbortController();
    await rejects(serveRun(folder, { port, signal, onListening: () => {} }), {
      code: "PORT_TAKEN",
    });
  });
});

test("a report that is not there is said to be missing", async () => {
  await serving(runFolder(), async (url) => {
    const response = await fetch(`${url}report.html`);
    deepEqual([response.status, await response.text()], [404, "this run has no report.html\n"]);
  });
});
