import type { RequestsPerSecond } from "@rowbench/shared/contract";
import { milliseconds } from "@rowbench/shared/contract";
import { formatCount } from "../../report/text/format.ts";
import { type ColumnOf, tableOf } from "../../report/text/text-table.ts";
import { ratioInterval } from "../../statistics/paired.ts";
import { type Finding, judged, unavailable } from "../finding.ts";
import type { Section } from "../section.ts";
import { runProgram } from "./other-generators/run-program.ts";
import { parseWrkThroughput } from "./other-generators/wrk.ts";
import { connections, type Rig, withRig } from "./rig.ts";

/** Closed loop, 64 connections, the null server: ours and wrk's, back to back. */
interface WrkPair {
  readonly ours: RequestsPerSecond;
  readonly wrk: RequestsPerSecond;
}

/** How many pairs, and how long each side of a pair. */
export interface ThroughputOptions {
  readonly pairs: number;
  /** A whole number. */
  readonly seconds: number;
}

type WrkPairs =
  | { readonly kind: "measured"; readonly pairs: readonly WrkPair[] }
  | { readonly kind: "unavailable"; readonly reason: string };

const smallestRatio = 0.9;
const slackMs = 10_000;

/** Whether the generator is as fast as wrk; pairs alternate, so that drift favours neither. */
export async function checkThroughput(
  { pairs: count, seconds }: ThroughputOptions,
  signal: AbortSignal,
): Promise<Section> {
  const measured = await withRig("null-server", signal, (rig) =>
    measurePairs(rig, count, seconds, signal),
  );
  const pairs = measured.kind === "measured" ? measured.pairs : [];
  return {
    title: "Throughput beside wrk",
    text: [
      `Closed loop, one thread, ${connections} connections, a server that does nothing; ${count} pairs of ${seconds} s in alternating order.`,
    ],
    findings: [findingOf(measured)],
    tables: pairs.length === 0 ? [] : [tableOf(columns, pairs)],
  };
}

async function measurePairs(
  { closed, url }: Rig,
  count: number,
  seconds: number,
  signal: AbortSignal,
): Promise<WrkPairs> {
  const duration = milliseconds(seconds * 1000);
  const words = ["-t1", `-c${connections}`, `-d${seconds}s`, url];
  const runWrk = () => runProgram("wrk", words, seconds * 1000 + slackMs, signal);
  const pairs: WrkPair[] = [];
  for (let pair = 0; pair < count; pair += 1) {
    const isWrkFirst = pair % 2 === 1;
    const before = isWrkFirst ? await runWrk() : undefined;
    const { throughput: ours } = await closed({ duration });
    const output = before ?? (await runWrk());
    if (output.kind === "unavailable") return output;
    pairs.push({ ours, wrk: parseWrkThroughput(output.stdout) });
  }
  return { kind: "measured", pairs };
}

function findingOf(measured: WrkPairs): Finding {
  const name = `closed loop against wrk -t1 -c${connections}, geometric mean of pairs`;
  const target = `at least ${smallestRatio} ×`;
  if (measured.kind === "unavailable") return unavailable(name, target, `wrk: ${measured.reason}`);
  const interval = ratioInterval(measured.pairs.map(({ ours, wrk }) => ours / wrk));
  if (interval === undefined) return unavailable(name, target, "it takes two pairs");
  const { ratio, low, high } = interval;
  const text = `${ratio.toFixed(3)} × [${low.toFixed(3)}, ${high.toFixed(3)}]`;
  return judged({ name, target, measured: text }, ratio >= smallestRatio);
}

const columns: readonly ColumnOf<WrkPair>[] = [
  { title: "rowbench, req/s", align: "right", cell: ({ ours }) => formatCount(ours) },
  { title: "wrk, req/s", align: "right", cell: ({ wrk }) => formatCount(wrk) },
  { title: "ratio", align: "right", cell: ({ ours, wrk }) => (ours / wrk).toFixed(3) },
];
