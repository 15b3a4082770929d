import type { Microseconds } from "@rowbench/shared/contract";
import { Command } from "commander";
import {
  checkFixedDelay,
  checkStalls,
  compareWithWrk,
  measureMemory,
  type TruthCheck,
} from "../load/calibration.ts";
import { lockMachine } from "../measure/benchmark-lock.ts";
import { formatMicroseconds } from "../report/columns.ts";
import type { RatioInterval } from "../statistics/paired-ratio.ts";
import { wholeNumber } from "./arguments.ts";

/** What a check found, beside what it should. */
interface Finding {
  readonly name: string;
  readonly target: string;
  readonly measured: string;
  readonly kind: "reached" | "missed" | "unavailable";
}

interface CalibrateOptions {
  readonly pairs: number;
}

const missedExitCode = 3;
const memoryLimitBytes = 150_000_000;
const ratioTarget = 0.9;
const stallTolerance = 0.05;

/** `rowbench calibrate`: how far the instrument itself can be trusted on this machine. */
export function calibrateCommand(): Command {
  return new Command("calibrate")
    .description("Checks the load generator against what is known. 3 minutes.")
    .option("--pairs <number>", "pairs of the comparison with wrk", wholeNumber(2, 100), 10)
    .action(calibrate);
}

async function calibrate({ pairs }: CalibrateOptions): Promise<void> {
  const unlock = await lockMachine();
  try {
    for (const check of [() => checkSpeed(pairs), checkMemory, checkDelay, checkStall]) {
      for (const finding of await check()) print(finding);
    }
  } finally {
    await unlock();
  }
}

function print({ kind, name, target, measured }: Finding): void {
  process.stdout.write(`${kind.padEnd(11)}  ${name}: ${measured} (target: ${target})\n`);
  if (kind === "missed") process.exitCode = missedExitCode;
}

async function checkSpeed(pairs: number): Promise<readonly Finding[]> {
  const name = `closed loop against wrk -t1 -c64, null server, ${pairs} pairs`;
  const target = `at least ${ratioTarget} ×`;
  const comparison = await compareWithWrk({ pairs });
  if (comparison.kind === "unavailable") {
    return [{ name, target, measured: comparison.reason, kind: "unavailable" }];
  }
  return [{ name, target, ...judgeRatio(comparison.ratio) }];
}

function judgeRatio({ ratio, low, high }: RatioInterval): Pick<Finding, "measured" | "kind"> {
  const measured = `${ratio.toFixed(3)} × [${low.toFixed(3)}, ${high.toFixed(3)}]`;
  return { measured, kind: ratio >= ratioTarget ? "reached" : "missed" };
}

async function checkMemory(): Promise<readonly Finding[]> {
  const rssBytes = await measureMemory();
  return [
    {
      name: "resident memory of the generator, 60 s",
      target: `under ${memoryLimitBytes / 1e6} MB`,
      measured: `${Math.round(rssBytes / 1e6)} MB`,
      kind: rssBytes < memoryLimitBytes ? "reached" : "missed",
    },
  ];
}

async function checkDelay(): Promise<readonly Finding[]> {
  const check = await checkFixedDelay();
  const lag = `our own lag has a P99 of ${formatMicroseconds(check.generatorLagP99Us)}`;
  return [
    within(check, "fixed delay of 2 ms, P50", "p50", 200),
    within(check, `fixed delay of 2 ms, P99, where ${lag}`, "p99", 1000),
  ];
}

async function checkStall(): Promise<readonly Finding[]> {
  const check = await checkStalls();
  return (["p95", "p99"] as const).map((percentile) => {
    const truthUs = check.truthUs[percentile] ?? Number.NaN;
    const name = `a stall of 200 ms every 2 s, ${percentile.toUpperCase()}`;
    return within(check, name, percentile, truthUs * stallTolerance);
  });
}

function within(
  { truthUs, measuredUs }: TruthCheck,
  name: string,
  percentile: string,
  toleranceUs: number,
): Finding {
  const truth = truthUs[percentile] ?? (Number.NaN as Microseconds);
  const measured = measuredUs[percentile] ?? (Number.NaN as Microseconds);
  const isWithin = Math.abs(measured - truth) <= toleranceUs;
  return {
    name,
    target: `${formatMicroseconds(truth)} ± ${formatMicroseconds(toleranceUs as Microseconds)}`,
    measured: formatMicroseconds(measured),
    kind: isWithin ? "reached" : "missed",
  };
}
