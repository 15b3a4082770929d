import { deepEqual, equal, match } from "node:assert/strict";
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { chromium } from "playwright-core";
import { findChromium } from "../report/html/fixtures/find-chromium.ts";
import { experimentHeader } from "../results/fixtures/experiment-header.ts";
import { closedSlice } from "../results/fixtures/slices.ts";
import { serveRun } from "./serve-run.ts";

const executablePath = findChromium();
const skip =
  executablePath === undefined
    ? "no Chromium: install one, or name it in CHROMIUM, to test the live page in a browser"
    : false;

const folder = mkdtempSync(join(tmpdir(), "rowbench-live-page-"));
after(() => rmSync(folder, { recursive: true }));

const hostile = "<img src=x onerror=globalThis.hacked=1>";
const series = { server: hostile, model: "single", workers: 1 };
const { plan } = experimentHeader();
const header = experimentHeader({ label: hostile, plan: { ...plan, series: [series] } });
const append = (record: object) =>
  appendFileSync(join(folder, "samples.ndjson"), `${JSON.stringify(record)}\n`);

test("a browser follows a run to its report; no name becomes markup, and nothing is loaded from elsewhere", {
  skip,
}, async () => {
  append(header);
  const controller = new AbortController();
  const listening = Promise.withResolvers<string>();
  const ended = serveRun(folder, {
    ...{ port: 0, signal: controller.signal, pauseMs: 20 },
    onListening: listening.resolve,
  });
  const browser = await chromium.launch({
    ...(executablePath !== undefined && { executablePath }),
    args: ["--no-sandbox"],
  });
  try {
    const url = await listening.promise;
    const page = await browser.newPage();
    const errors: string[] = [];
    page.on("pageerror", (error) => errors.push(String(error)));
    page.on("console", (one) => void (one.type() === "error" && errors.push(one.text())));
    page.on("request", (one) => void (one.url().startsWith(url) || errors.push(one.url())));
    await page.goto(url);
    append(closedSlice({ series: `${hostile}/single` }));
    const row = page.locator("tbody tr");
    await row.waitFor();
    match(await row.innerText(), /<img src=x onerror=globalThis\.hacked=1>.*\s10,000/);
    equal(await page.title(), `rowbench: ${hostile}`);
    equal(await page.evaluate("globalThis.hacked"), undefined);
    await page.evaluate(readFileOf("axe-core/axe.min.js"));
    const { violations } = (await page.evaluate("axe.run()")) as { violations: { id: string }[] };
    deepEqual(
      violations.map(({ id }) => id),
      [],
    );
    writeFileSync(join(folder, "report.html"), "<!doctype html><title>the report</title>");
    writeFileSync(join(folder, "summary.json"), "{}");
    await page.waitForURL(`${url}report.html`);
    equal(await page.title(), "the report");
    await ended;
    deepEqual(errors, []);
  } finally {
    controller.abort();
    await browser.close();
    await ended;
  }
});

function readFileOf(name: string): string {
  return readFileSync(createRequire(import.meta.url).resolve(name), "utf8");
}
