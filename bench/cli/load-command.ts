import type { Milliseconds, RequestsPerSecond } from "@rowbench/shared/contract";
import { milliseconds } from "@rowbench/shared/contract";
import { Command, Option } from "commander";
import {
  type ConnectionUse,
  type Expectation,
  expectations,
  type LoadResult,
  startLoadGenerator,
  summarizeHistogram,
} from "../load/index.ts";
import { formatCount, formatMicroseconds } from "../report/columns.ts";
import { parseDuration, parseRate, wholeNumber } from "./arguments.ts";
import { onInterrupt } from "./interrupt.ts";

interface LoadOptions {
  readonly connections: number;
  readonly connection: ConnectionUse;
  readonly pipeline: number;
  readonly duration: Milliseconds;
  readonly rate?: RequestsPerSecond;
  readonly timeLimit: Milliseconds;
  readonly seed: number;
  readonly expect?: Expectation;
  readonly json?: boolean;
}

const measurementFailed = 3;

/** `rowbench load <url>`: the load generator by itself. */
export function loadCommand(): Command {
  return new Command("load")
    .description("Puts load on one URL and checks every response.")
    .argument("<url>", "such as http://127.0.0.1:3000/db")
    .option("--connections <number>", "connections kept open", wholeNumber(1, 65_535), 64)
    .addOption(
      new Option("--connection <use>", "whether connections are kept")
        .choices(["keep-alive", "close"])
        .default("keep-alive"),
    )
    .option("--pipeline <number>", "requests sent together", wholeNumber(1, 1024), 1)
    .option("--duration <time>", "how long requests are sent", parseDuration, milliseconds(10_000))
    .option("--rate <number>", "requests per second, open loop (default: closed loop)", parseRate)
    .option("--time-limit <time>", "longest answer", parseDuration, milliseconds(5000))
    .option("--seed <number>", "of the arrival times", wholeNumber(0, 2 ** 32 - 1), 1)
    .addOption(
      new Option("--expect <body>", "what a body must be (default: by the path)").choices([
        ...expectations,
      ]),
    )
    .option("--json", "print the whole result as JSON")
    .action(load);
}

async function load(url: string, { json = false, ...options }: LoadOptions): Promise<void> {
  const generator = await startLoadGenerator();
  const interrupt = onInterrupt();
  try {
    const request = { ...options, url, expect: options.expect ?? expectedAt(url) };
    const result = await generator.run(request, { signal: interrupt.signal });
    process.stdout.write(json ? `${JSON.stringify(result)}\n` : `${formatLoad(result)}\n`);
    if (result.correct < result.issued - result.lateCorrect) process.exitCode = measurementFailed;
  } finally {
    interrupt.dispose();
    await generator.close();
  }
}

const rowPath = /^\/(db|wait\/|cpu\/)/;

function expectedAt(url: string): Expectation {
  const path = URL.parse(url)?.pathname ?? "";
  if (rowPath.test(path)) return "row";
  return path === "/json" ? "message" : "anything";
}

/** The result as a person reads it. */
export function formatLoad(result: LoadResult): string {
  const lines = [
    `throughput  ${formatCount(result.throughput)} correct responses/s`,
    `requests    ${formatCount(result.issued)} sent in ${(result.elapsedUs / 1e6).toFixed(2)} s, ${formatCount(result.correct + result.lateCorrect)} correct`,
    ...formatLatency(result),
    ...formatFailures(result),
    `generator   ${Math.round(result.generatorBusy * 100)} % busy, ${Math.round(result.generatorRssBytes / 2 ** 20)} MiB`,
  ];
  return lines.join("\n");
}

function formatLatency(result: LoadResult): string[] {
  if (result.kind === "closed") return [formatPercentiles("service", result.serviceUs)];
  const { offeredRate, achievedRate, lagUs } = result;
  return [
    `rate        ${formatCount(offeredRate)} offered/s, ${formatCount(achievedRate)} sent/s`,
    formatPercentiles("latency", result.latencyUs),
    formatPercentiles("service", result.serviceUs),
    formatPercentiles("waiting", lagUs.waiting),
    formatPercentiles("our lag", lagUs.generator),
  ];
}

function formatPercentiles(name: string, histogram: string): string {
  const { p50Us, p90Us, p99Us, maxUs } = summarizeHistogram(histogram);
  const figures = [`P50 ${formatMicroseconds(p50Us)}`, `P90 ${formatMicroseconds(p90Us)}`];
  figures.push(`P99 ${formatMicroseconds(p99Us)}`, `max ${formatMicroseconds(maxUs)}`);
  return `${name.padEnd(11)} ${figures.join("  ")}`;
}

function formatFailures({ failures, failureSamples }: LoadResult): string[] {
  return Object.entries(failures)
    .filter(([, count]) => count > 0)
    .map(([kind, count]) => {
      const sample = failureSamples[kind as keyof typeof failures] ?? "";
      return `${kind.padEnd(11)} ${formatCount(count)}: ${sample}`;
    });
}
