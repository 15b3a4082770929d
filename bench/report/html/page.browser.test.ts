import { deepEqual, equal, match, notEqual, ok } from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { type Browser, chromium, type Page } from "playwright-core";
import type { Load } from "../../results/records/load.ts";
import type { ReadRecords } from "../../results/records/read-records.ts";
import type { Series } from "../../results/records/series.ts";
import { summarizeExperiment } from "../../results/summary/summarize.ts";
import { madeExperiment } from "../fixtures/experiment.ts";
import { findChromium } from "./fixtures/find-chromium.ts";
import { formatPage } from "./page.ts";

const hostile = `"'><img src=x onerror="globalThis.hacked=1"></script><script>globalThis.hacked=1</script>`;

const cells: readonly Series[] = ["koa", "hono", "express"].flatMap((server) => [
  { server, model: "single", workers: 1 },
  { server, model: "cluster", workers: 2 },
]);

const made = madeExperiment({ series: cells, workloads: ["db", "mixed"], rounds: 4 });
const sweep = madeExperiment({
  series: cells.slice(0, 2),
  workloads: ["db", "wait:5ms"],
  rounds: 3,
  header: { view: { kind: "curves", axis: "wait", unit: "ms" } },
});
const pools = madeExperiment({
  series: ["adaptive", "1", "8"].map((pool) => ({
    server: "koa",
    model: "single",
    workers: 1,
    pool,
  })),
  workloads: ["db", "wait:5ms", "wait:20ms"],
  rounds: 3,
  header: { view: { kind: "pools" } },
});
const workers = madeExperiment({
  series: [4, 1, 2].map((number) => ({ server: "koa", model: "cluster", workers: number })),
  workloads: ["db"],
  rounds: 4,
  header: { view: { kind: "workers", choosingRounds: 2, defaultWorkers: 2 } },
});
const hostileRun = madeExperiment({
  series: [...cells.slice(0, 2), { server: hostile, model: hostile, workers: 1 }],
  workloads: ["db"],
  rounds: 2,
  header: { label: hostile, command: hostile, frameworks: { koa: hostile } },
});

const executablePath = findChromium();
const skip =
  executablePath === undefined
    ? "no Chromium: install one, or name it in CHROMIUM, to test the page in a browser"
    : false;

const folder = mkdtempSync(join(tmpdir(), "rowbench-page-"));
let browser: Browser | undefined;

before(async () => {
  if (executablePath === undefined) return;
  // Chromium's sandbox does not run as root, which containers often are.
  browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
});

after(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true });
});

interface Shown {
  readonly read?: ReadRecords;
  readonly hash?: string;
  readonly withoutScripts?: boolean;
  readonly colorScheme?: "light" | "dark";
  readonly width?: number;
}

const files = new Map<ReadRecords, string>();

/** Writes the page of an experiment where no test before has done it. */
function addressOf(read: ReadRecords): string {
  const known = files.get(read);
  if (known !== undefined) return known;
  const file = join(folder, `report-${files.size}.html`);
  writeFileSync(file, formatPage(summarizeExperiment(read), read.records));
  const address = pathToFileURL(file).href;
  files.set(read, address);
  return address;
}

/** Opens a page from disk, and expects it to ask for nothing and to complain of nothing. */
async function withPage(
  { read = made, hash = "", withoutScripts = false, colorScheme = "light", width = 1280 }: Shown,
  look: (page: Page) => Promise<void>,
): Promise<void> {
  const address = addressOf(read);
  ok(browser);
  const context = await browser.newContext({
    javaScriptEnabled: !withoutScripts,
    colorScheme,
    viewport: { width, height: 900 },
  });
  const problems: string[] = [];
  try {
    const page = await context.newPage();
    page.on("console", (message) => problems.push(message.text()));
    page.on("pageerror", (error) => problems.push(String(error)));
    page.on("dialog", (dialog) => problems.push(dialog.message()));
    page.on("request", (request) => {
      const url = request.url();
      if (!url.startsWith(address) && !url.startsWith("blob:")) problems.push(url);
    });
    await page.goto(`${address}${hash}`);
    // Charts below the screen are drawn a moment later, this one last.
    if (!withoutScripts) await page.locator("#rounds svg").waitFor();
    await look(page);
    deepEqual(problems, []);
  } finally {
    await context.close();
  }
}

const namesIn = (page: Page) => page.locator("#ranking .row .name").allTextContents();

const axe = fileURLToPath(import.meta.resolve("axe-core/axe.min.js"));

describe("the page in a browser", { skip }, () => {
  test("opens from disk with every chart that there are figures for", () =>
    withPage({}, async (page) => {
      deepEqual(
        await page.locator(".chart-section:visible").evaluateAll((all) => all.map(({ id }) => id)),
        ["ranking", "heat", "spectra", "rounds"],
      );
      equal((await namesIn(page)).length, 6);
      equal(await page.locator("#spectra [data-mark=line] path").count(), 6);
      ok((await page.locator("#rounds svg circle").count()) >= 24);
    }));

  test("metric and workload are switched, and the address follows", () =>
    withPage({}, async (page) => {
      const before = await page.locator("#ranking .row .value").first().textContent();
      await page.getByLabel("Metric").selectOption("cpu");
      notEqual(await page.locator("#ranking .row .value").first().textContent(), before);
      await page.getByLabel("Workload").selectOption("1");
      match(await page.locator("#ranking .state").innerText(), /CPU time per request under mixed/);
      await page.locator("#kinds svg").waitFor();
      equal(new URL(page.url()).hash, "#workload=mixed&metric=cpu");
      await page.getByLabel("Metric").selectOption("memory");
      match(await page.locator("#ranking .row .verdict").nth(1).innerText(), /no intervals/);
    }));

  test("two cells are compared by a click", () =>
    withPage({}, async (page) => {
      await page.locator("#ranking .row").last().click();
      const verdicts = await page.locator("#ranking .row .verdict").allTextContents();
      match(verdicts[0] ?? "", /^faster by \d+ % \[\d+, \d+\]$/);
      equal(verdicts.at(-1), "chosen");
      match(
        await page.locator("#ranking .state").innerText(),
        /against express\/cluster×2: 5 faster/,
      );
      await page.locator("#heat button").first().click();
      await page.locator("#ranking .row").first().getByText("chosen").waitFor();
    }));

  test("two cells are compared by keyboard, which stays where it is", () =>
    withPage({}, async (page) => {
      await page.locator("#ranking input").first().focus();
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("ArrowDown");
      equal(await page.locator("#ranking .row .verdict").nth(2).textContent(), "chosen");
      ok(
        await page
          .locator("#ranking input")
          .nth(2)
          .evaluate((one) => one.matches(":focus")),
      );
      const cell = page.locator("#heat button").nth(3);
      await cell.focus();
      await page.keyboard.press("Enter");
      await page.locator("#heat button[aria-pressed=true]:focus").waitFor();
    }));

  test("a link shows what its address says, and a later one as well", () =>
    withPage({ hash: "#metric=p99&server=hono&server=koa&model=single" }, async (page) => {
      deepEqual(await namesIn(page), ["koa/single", "hono/single"]);
      match(await page.locator("#ranking .state").innerText(), /^P99 latency at the common rate/);
      ok(await page.getByRole("checkbox", { name: "hono" }).isChecked());
      await page.evaluate('location.assign("#server=express")');
      await page.locator("#ranking .row", { hasText: "express/cluster" }).waitFor();
      deepEqual(await namesIn(page), ["express/single", "express/cluster×2"]);
      await page.getByRole("checkbox", { name: "express" }).uncheck();
      equal((await namesIn(page)).length, 6);
    }));

  test("without scripts the tables are there, and no empty charts", () =>
    withPage({ withoutScripts: true }, async (page) => {
      equal(await page.locator(".chart-section:visible").count(), 0);
      ok(await page.locator("#figures table").first().isVisible());
      match(await page.locator("#figures").innerText(), /koa\s+single\s+1\s+/);
      ok(await page.getByText("Can it be trusted?").isVisible());
    }));

  test("the figures of a chart are a table, a CSV file and a JSON file", () =>
    withPage({}, async (page) => {
      const behind = page.locator("#ranking .behind");
      await behind.locator("summary").click();
      // A fold tells of its opening a moment after it.
      await behind.locator("tbody tr").last().waitFor();
      equal(await behind.locator("tbody tr").count(), 6);
      const textOf = async (format: string) => {
        const download = page.waitForEvent("download");
        await behind.getByRole("button", { name: `Download ${format}` }).click();
        return readFileSync((await (await download).path()) ?? "", "utf8");
      };
      match(await textOf("CSV"), /^series,best place,.*\r\nkoa\/single,1,/);
      equal(JSON.parse(await textOf("JSON"))[0].series, "koa/single");
    }));

  test("a sweep has its curves", () =>
    withPage({ read: withLoads(sweep, [{ place: 0 }, { place: 5 }]) }, async (page) => {
      await page.locator("#curves svg").waitFor();
      match((await page.locator("#curves svg").textContent()) ?? "", /wait/);
    }));

  test("pools have a curve each over the clients, at the wait that is chosen", () => {
    const places = [
      { place: 0, connections: 16 },
      { place: 0, connections: 64 },
      { place: 20, connections: 64 },
    ];
    return withPage({ read: withLoads(pools, places) }, async (page) => {
      await page.locator("#curves svg").waitFor();
      equal(await page.locator("#curves [data-mark=line] path").count(), 3);
      match(await page.locator("#curves .state").innerText(), /a wait of 0 ms/);
      await page.getByLabel("Workload").selectOption("2");
      // One number of clients is no curve.
      await page.locator("#curves").waitFor({ state: "hidden" });
    });
  });

  test("numbers of workers are one curve, from the fewest to the most", () =>
    withPage({ read: workers }, async (page) => {
      await page.locator("#curves [data-mark=line] path").waitFor();
      await page.locator("#curves .behind summary").click();
      await page.locator("#curves .behind tbody tr").last().waitFor();
      deepEqual(await page.locator("#curves .behind tbody td:nth-child(2)").allTextContents(), [
        "1",
        "2",
        "4",
      ]);
    }));

  test("labels, commands and errors of others are text, and nothing of them runs", () =>
    withPage({ read: hostileRun }, async (page) => {
      ok((await namesIn(page)).some((name) => name.includes(hostile)));
      await page.locator("#ranking .row").last().click();
      await page.locator("#ranking .behind summary").click();
      equal(await page.locator("img").count(), 0);
      equal(await page.evaluate(() => "hacked" in globalThis), false);
    }));

  for (const [colorScheme, width] of [
    ["light", 1280],
    ["dark", 320],
  ] as const) {
    test(`axe finds nothing, ${colorScheme} and ${width} pixels wide`, () =>
      withPage({ colorScheme, width, hash: "#workload=mixed" }, async (page) => {
        for (const fold of await page.locator("details:visible").all()) {
          await fold.evaluate((one) => one.setAttribute("open", ""));
        }
        // By the debugger, since the page's own policy lets no script in.
        const source = readFileSync(axe, "utf8");
        await page.evaluate(source);
        const found = await page.evaluate(async () => {
          const { axe: tool } = globalThis as unknown as {
            axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
          };
          const { violations } = await tool.run();
          return violations.map(({ id, nodes }) => `${id}: ${nodes.map((one) => one.html).join()}`);
        });
        deepEqual(found, []);
        const tooWide = await page.evaluate(
          "document.documentElement.scrollWidth - document.documentElement.clientWidth",
        );
        equal(tooWide, 0);
      }));
  }
});

/** The same with loads that lie elsewhere. */
function withLoads(read: ReadRecords, changes: readonly Partial<Load>[]): ReadRecords {
  const { plan } = read.header;
  const loads = plan.loads.map((load, index) => ({ ...load, ...changes[index] }));
  return { ...read, header: { ...read.header, plan: { ...plan, loads } } };
}
