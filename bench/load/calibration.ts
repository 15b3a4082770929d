import { execFile } from "node:child_process";
import { promisify } from "node:util";
import {
  type Bytes,
  bytes,
  type Microseconds,
  microseconds,
  milliseconds,
  type RequestsPerSecond,
  requestsPerSecond,
} from "@rowbench/shared/contract";
import { pairedRatio, type RatioInterval } from "../statistics/paired-ratio.ts";
import { startFixture } from "./fixtures/fixture.ts";
import { percentileOf, summarizeHistogram } from "./histogram.ts";
import { type LoadGenerator, startLoadGenerator } from "./load-generator.ts";
import type { LoadRequest } from "./load-request.ts";
import type { OpenLoopResult } from "./load-result.ts";

/** Closed loop, 64 connections, the null server: ours and wrk's, back to back. */
export interface WrkPair {
  readonly ours: RequestsPerSecond;
  readonly wrk: RequestsPerSecond;
}

/** Told apart by `kind`; `ratio` is ours / wrk. */
export type WrkComparison =
  | {
      readonly kind: "measured";
      readonly pairs: readonly WrkPair[];
      readonly ratio: RatioInterval;
      /** The largest resident size of the generator's process. */
      readonly generatorRssBytes: Bytes;
    }
  | { readonly kind: "unavailable"; readonly reason: string };

/** How many pairs, how long each side of a pair, and how our side checks the bodies. */
export interface WrkOptions {
  readonly pairs?: number;
  readonly seconds?: number;
  readonly expect?: "anything" | "message";
}

/**
 * Compares throughput with `wrk -t1 -c64` on the same server, in pairs whose order alternates, so
 * that a machine that drifts favours neither. At least 2 pairs.
 */
export async function compareWithWrk(options: WrkOptions = {}): Promise<WrkComparison> {
  const { pairs: count = 10, seconds = 2, expect = "anything" } = options;
  const reason = await reasonAgainstWrk();
  if (reason !== undefined) return { kind: "unavailable", reason };
  return withServer("null-server", async (generator, url) => {
    const request = { ...slice(url, seconds), expect };
    // Thrown away: the first slice runs code that is not compiled yet.
    let { generatorRssBytes } = await generator.run(request);
    const pairs: WrkPair[] = [];
    for (let pair = 0; pair < count; pair++) {
      const isWrkFirst = pair % 2 === 1;
      const before = isWrkFirst ? await runWrk(url, seconds) : undefined;
      const ours = await generator.run(request);
      const wrk = before ?? (await runWrk(url, seconds));
      pairs.push({ ours: ours.throughput, wrk });
      generatorRssBytes = bytes(Math.max(generatorRssBytes, ours.generatorRssBytes));
    }
    const ratio = pairedRatio(pairs.map((pair) => pair.ours / pair.wrk));
    return { kind: "measured", pairs, ratio, generatorRssBytes };
  });
}

/** What was measured beside what is true; the keys of both are the same percentiles. */
export interface TruthCheck {
  readonly truthUs: Readonly<Record<string, Microseconds>>;
  readonly measuredUs: Readonly<Record<string, Microseconds>>;
  /** The generator's own lag, which the measured latency includes. */
  readonly generatorLagP99Us: Microseconds;
  readonly result: OpenLoopResult;
}

/** Rate and length of an open-loop check. */
export interface CheckOptions {
  readonly rate?: number;
  readonly seconds?: number;
}

/** Latency against a server that answers after about 2 ms and times each answer itself. */
export async function checkFixedDelay(options: CheckOptions = {}): Promise<TruthCheck> {
  const { rate = 1000, seconds = 10 } = options;
  return withServer("delay-server", async (generator, url, truth) => {
    await runOpen(generator, url, rate, warmUpSeconds);
    await truth();
    const result = await runOpen(generator, url, rate, seconds);
    const delaysUs = (await truth()).toSorted((left, right) => left - right);
    const at = (share: number) =>
      microseconds(delaysUs[Math.ceil(share * delaysUs.length) - 1] ?? Number.NaN);
    const truthUs = { p50: at(0.5), p90: at(0.9), p99: at(0.99), p999: at(0.999) };
    return checkOf(result, truthUs);
  });
}

/**
 * Latency against a server that stands still for S = 200 ms every P = 2 s. What is true follows
 * from P(latency > x) = (S - x) / P: a share q of all requests is above S - q P.
 */
export async function checkStalls(options: CheckOptions = {}): Promise<TruthCheck> {
  const { rate = 1000, seconds = 60 } = options;
  return withServer("stall-server", async (generator, url) => {
    const above = (share: number) => microseconds(200_000 - share * 2_000_000);
    const truthUs = { p95: above(0.05), p99: above(0.01), p999: above(0.001) };
    await runOpen(generator, url, rate, warmUpSeconds);
    return checkOf(await runOpen(generator, url, rate, seconds), truthUs);
  });
}

/** Thrown away, as in every measurement: code that is not compiled yet is 1 % of a short run. */
const warmUpSeconds = 2;

const percentiles = { p50: 50, p90: 90, p95: 95, p99: 99, p999: 99.9 } as const;

function checkOf(
  result: OpenLoopResult,
  truthUs: Partial<Record<keyof typeof percentiles, Microseconds>>,
): TruthCheck {
  const names = Object.keys(truthUs) as (keyof typeof percentiles)[];
  const measured = names.map((name) => [name, percentileOf(result.latencyUs, percentiles[name])]);
  return {
    truthUs,
    measuredUs: Object.fromEntries(measured),
    generatorLagP99Us: summarizeHistogram(result.lagUs.generator).p99Us,
    result,
  };
}

async function withServer<Result>(
  name: Parameters<typeof startFixture>[0],
  measure: (
    generator: LoadGenerator,
    url: string,
    truth: () => Promise<readonly number[]>,
  ) => Promise<Result>,
): Promise<Result> {
  const server = await startFixture(name, "/json");
  try {
    const generator = await startLoadGenerator();
    try {
      return await measure(generator, server.url, server.truth);
    } finally {
      await generator.close();
    }
  } finally {
    await server.stop();
  }
}

async function runOpen(
  generator: LoadGenerator,
  url: string,
  rate: number,
  seconds: number,
): Promise<OpenLoopResult> {
  const request = { ...slice(url, seconds), rate: requestsPerSecond(rate) };
  const result = await generator.run(request);
  if (result.kind !== "open") throw new Error(`unexpected result \`${result.kind}\``);
  return result;
}

function slice(url: string, seconds: number): LoadRequest {
  return {
    url,
    connections: 64,
    duration: milliseconds(seconds * 1000),
    seed: 1,
    timeLimit: milliseconds(5000),
    expect: "message",
  };
}

const run = promisify(execFile);

async function reasonAgainstWrk(): Promise<string | undefined> {
  try {
    // wrk prints its version and ends with 1.
    await run("wrk", ["-v"]);
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === "ENOENT";
    return isMissing ? "`wrk` is not installed (apt install wrk, brew install wrk)" : undefined;
  }
  return undefined;
}

async function runWrk(url: string, seconds: number): Promise<RequestsPerSecond> {
  const { stdout } = await run("wrk", ["-t1", "-c64", `-d${seconds}s`, url]);
  const match = /^Requests\/sec:\s+([\d.]+)$/m.exec(stdout);
  if (match === null)
    throw new Error(`no \`Requests/sec\` in wrk's output \`${stdout.slice(0, 200)}\``);
  return requestsPerSecond(Number(match[1]));
}

/** The largest resident size of the generator during a closed loop of this length. */
export async function measureMemory(seconds = 60): Promise<Bytes> {
  return withServer("null-server", async (generator, url) => {
    const { generatorRssBytes } = await generator.run(slice(url, seconds));
    return generatorRssBytes;
  });
}
