import { deepEqual, doesNotMatch, equal, match, ok } from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { requestsPerSecond } from "@rowbench/shared/contract";
import { experimentHeader } from "../../results/fixtures/experiment-header.ts";
import { closedResult, closedSlice } from "../../results/fixtures/slices.ts";
import { seriesKey } from "../../results/records/series.ts";

const program = fileURLToPath(new URL("../rowbench.mjs", import.meta.url));
const root = mkdtempSync(join(tmpdir(), "rowbench-report-command-"));
after(() => rmSync(root, { recursive: true }));

interface Ended {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

function report(...argv: readonly string[]): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(process.execPath, [program, "report", ...argv], (error, stdout, stderr) => {
      resolve({ exitCode: Number(error?.code ?? 0), stdout, stderr });
    });
  });
}

/** A run of three rounds with two servers, of which this one answers so much. */
function runWith(name: string, koaThroughput: number): string {
  const folder = join(root, name);
  mkdirSync(folder);
  const rounds = [1, 2, 3];
  const records = [
    experimentHeader(),
    ...rounds.flatMap((round) => {
      const slice = (series: string, throughput: number) => {
        const jitter = 1 + ((round * (series.length % 5)) % 3) / 100;
        const result = closedResult({ throughput: requestsPerSecond(throughput * jitter) });
        return closedSlice({ series, round, result });
      };
      const koa = slice("koa/single", koaThroughput);
      return [koa, slice("hono/cluster×2", 20_000), { kind: "round", round, elapsedMs: 1 }];
    }),
  ];
  writeFileSync(
    join(folder, "samples.ndjson"),
    records.map((record) => `${JSON.stringify(record)}\n`).join(""),
  );
  return folder;
}

const slow = runWith("slow", 5000);
const fast = runWith("fast", 10_000);

test("each form goes to stdout, and where the files lie to stderr", async () => {
  const [text, md, csv, json, html] = await Promise.all(
    ["text", "md", "csv", "json", "html"].map((form) => report(fast, "--format", form)),
  );
  match(text?.stdout ?? "", /^ *1 +hono\/cluster×2 /m);
  match(
    text?.stderr ?? "",
    /^report {3}.*report\.html\nresults {2}.*fast\npages {4}.*\{hono,koa\}\.md$/m,
  );
  match(md?.stdout ?? "", /^# rowbench: test\n\n## Workload db/);
  match(csv?.stdout ?? "", /^load,workload,connections,server,/);
  equal(JSON.parse(json?.stdout ?? "").rounds, 3);
  match(html?.stdout ?? "", /^<!doctype html>/);
  deepEqual(
    [text, md, csv, json].map((one) => one?.exitCode),
    [0, 0, 0, 0],
  );
  equal((await report(fast, "--json")).stdout, json?.stdout);
});

test("two runs stand side by side with verdicts, in each form", async () => {
  const [text, md, csv, html] = await Promise.all(
    ["text", "md", "csv", "html"].map((form) => report("--compare", slow, fast, "--format", form)),
  );
  match(text?.stdout ?? "", /^koa\/single +2\.00 \[.*\] faster/m);
  match(md?.stdout ?? "", /^\| koa\/single \| 2\.00 \[.*\] faster/m);
  match(html?.stdout ?? "", /^<!doctype html>[\s\S]*2\.00 \[/);
  match(csv?.stdout ?? "", /^db,koa\/single,throughput,2,.*,faster\r$/m);
});

test("a run that is missing, empty or damaged is a sentence and a usage error", async () => {
  const empty = join(root, "empty");
  mkdirSync(empty);
  const damaged = join(root, "damaged");
  mkdirSync(damaged);
  const { plan: _, ...headless } = experimentHeader();
  writeFileSync(join(damaged, "samples.ndjson"), `${JSON.stringify(headless)}\n{"kind":"\u001b[2J`);
  for (const folder of [join(root, "none"), empty, damaged]) {
    const { exitCode, stdout, stderr } = await report(folder);
    equal(exitCode, 2, stderr);
    equal(stdout, "");
    match(stderr, /^`.*` .*\n$/);
    doesNotMatch(stderr, /\n {4}at /);
  }
});

test("runs whose records do not fit together are not compared, and a sentence says so", async () => {
  const odd = join(root, "odd");
  mkdirSync(odd);
  const { plan } = experimentHeader();
  const header = { ...experimentHeader(), plan: { ...plan, series: 7 } };
  writeFileSync(join(odd, "samples.ndjson"), `${JSON.stringify(header)}\n`);
  const { exitCode, stderr } = await report("--compare", odd, fast);
  equal(exitCode, 2);
  match(stderr, /^these runs hold records that do not fit together: .*\n$/);
});

test("an unknown form is a usage error with the right ones", async () => {
  const { exitCode, stderr } = await report(fast, "--format", "pdf");
  equal(exitCode, 2);
  match(stderr, /Allowed choices are text, md, csv, json, html/);
});

test("a run is shown in the browser until somebody stops it", async () => {
  const child = spawn(process.execPath, [program, "report", fast, "--serve"]);
  let talk = "";
  for await (const chunk of child.stderr.setEncoding("utf8")) {
    talk += chunk;
    if (talk.includes("\n")) break;
  }
  const url = /is shown at (http:\/\/127\.0\.0\.1:\d+\/)\n/.exec(talk)?.[1] ?? "";
  match(await (await fetch(url)).text(), /^<!doctype html>/);
  const exited = once(child, "exit");
  child.kill("SIGTERM");
  deepEqual(await exited, [0, null]);
});

test("a run that is not there is not shown", async () => {
  const { exitCode, stderr } = await report(join(root, "none"), "--serve");
  equal(exitCode, 2);
  match(stderr, /is no run: there is no such folder\n$/);
});

test("a page needs its server among those that are measured", async () => {
  const { exitCode, stderr } = await new Promise<Ended>((resolve) => {
    const argv = [program, "bench", "--page", "koa", "--servers", "hono", "--dry-run"];
    execFile(process.execPath, argv, (error, stdout, stderr) =>
      resolve({ exitCode: Number(error?.code ?? 0), stdout, stderr }),
    );
  });
  equal(exitCode, 2);
  match(stderr, /--page koa needs `koa` among --servers/);
});

test("what is larger than a pipe holds comes through to a reader that takes its time", async () => {
  const folder = join(root, "many");
  mkdirSync(folder);
  const series = Array.from({ length: 60 }, (_, index) => {
    return { server: "koa", model: "single", workers: 1, copy: index + 1 };
  });
  const { plan, ...header } = experimentHeader();
  const slices = series.map((one) => closedSlice({ series: seriesKey(one), round: 1 }));
  const records = [
    { ...header, plan: { ...plan, series } },
    ...slices,
    { kind: "round", round: 1, elapsedMs: 1 },
  ];
  writeFileSync(
    join(folder, "samples.ndjson"),
    records.map((record) => `${JSON.stringify(record)}\n`).join(""),
  );
  const child = spawn(process.execPath, [program, "report", folder, "--format", "json"]);
  const closed = once(child, "close");
  await delay(2000);
  const chunks: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
  const [exitCode] = await closed;
  const text = Buffer.concat(chunks).toString();
  ok(text.length > 2 * 65_536, `${text.length}`);
  equal(JSON.parse(text).loads[0].ranked.length, 60);
  equal(exitCode, 0);
});
