import {
  type Microseconds,
  type Milliseconds,
  milliseconds,
  type RequestsPerSecond,
} from "@rowbench/shared/contract";
import { Command, Option } from "commander";
import {
  type ConnectionUse,
  connectionUses,
  type Expectation,
  expectations,
  type LoadResult,
  type LoadSpec,
  startLoadGenerator,
} from "../../load/index.ts";
import { formatCount, formatMicroseconds } from "../../report/text/format.ts";
import { summarizeHistogram } from "../../statistics/histogram.ts";
import { optionWithDefault, parseDuration, parseRate, wholeNumber } from "../options/arguments.ts";
import { withMachine } from "../session.ts";

interface LoadOptions {
  readonly connections: number;
  readonly connection: ConnectionUse;
  readonly pipeline: number;
  readonly duration: Milliseconds;
  readonly warmUp?: Milliseconds;
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
        .choices(connectionUses)
        .default("keep-alive"),
    )
    .option("--pipeline <number>", "requests sent together", wholeNumber(1, 1024), 1)
    .addOption(optionWithDefault("--duration <time>", "length of the window", parseDuration, "10s"))
    .option("--warm-up <time>", "closed loop before the window, at most", parseDuration)
    .option("--rate <number>", "requests per second, open loop (default: closed loop)", parseRate)
    .addOption(optionWithDefault("--time-limit <time>", "longest answer", parseDuration, "5s"))
    .option("--seed <number>", "of the arrival times", wholeNumber(0, 2 ** 32 - 1), 1)
    .addOption(
      new Option("--expect <body>", "what a body must be (default: by the path)").choices(
        expectations,
      ),
    )
    .option("--json", "print the whole result as JSON")
    .action(load);
}

async function load(url: string, { json = false, ...options }: LoadOptions): Promise<void> {
  await withMachine(async (signal) => {
    const generator = await startLoadGenerator();
    try {
      const result = await generator.run(specOf(url, options), { signal });
      process.stdout.write(`${json ? JSON.stringify(result) : formatLoad(result)}\n`);
      if (result.correct < result.issued) process.exitCode = measurementFailed;
    } finally {
      await generator.close();
    }
  });
}

const rowPath = /^\/(db|wait\/|cpu\/)/;

function specOf(url: string, options: LoadOptions): LoadSpec {
  const { rate, warmUp, expect, ...rest } = options;
  const { origin, pathname, search } = URL.parse(url) ?? { origin: url, pathname: "", search: "" };
  const path = `${pathname}${search}`;
  const longest = warmUp ?? milliseconds(0);
  const shortest = milliseconds(Math.min(1000, longest));
  return {
    ...rest,
    origin,
    kinds: [{ name: path, path, weight: 1, expect: expect ?? expectedAt(pathname) }],
    loop:
      rate === undefined
        ? { kind: "closed", warmUp: { shortest, longest } }
        : { kind: "open", rate },
  };
}

function expectedAt(path: string): Expectation {
  if (rowPath.test(path)) return "row";
  return path === "/json" ? "message" : "anything";
}

function formatLoad(result: LoadResult): string {
  const seconds = (us: Microseconds) => `${(us / 1e6).toFixed(2)} s`;
  return [
    `throughput  ${formatCount(result.throughput)} correct responses/s in ${seconds(result.elapsedUs)}`,
    `requests    ${formatCount(result.issued)} sent, ${formatCount(result.correct)} correct`,
    ...formatLatency(result),
    ...formatFailures(result),
    `generator   ${Math.round(result.generatorBusy * 100)} % busy, ${Math.round(result.generatorRssBytes / 2 ** 20)} MiB`,
  ].join("\n");
}

function formatLatency(result: LoadResult): readonly string[] {
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

function formatFailures({ failures, failureSamples }: LoadResult): readonly string[] {
  return Object.entries(failures)
    .filter(([, count]) => count > 0)
    .map(([kind, count]) => {
      const sample = failureSamples[kind as keyof typeof failures] ?? "";
      return `${kind.padEnd(11)} ${formatCount(count)}: ${sample}`;
    });
}
