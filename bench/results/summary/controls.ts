import { fitBlocks } from "../../statistics/blocks.ts";
import { type KindOf, kindVariances } from "../../statistics/kind-variances.ts";
import { commonError, halfWidthOf } from "../../statistics/pair-error.ts";
import { noiseKindOf } from "../records/noise-kind.ts";
import type { Controls, ExperimentRecord, Plan } from "../records/records.ts";
import { type FigureName, observationsOf } from "./figures.ts";

/** What the hidden controls found. */
export interface ControlVerdict {
  readonly kind: "trusted" | "untrusted" | "without controls";
  readonly sentences: readonly string[];
}

/** A control is one test a run: at 1 % a sound run in a hundred is called untrusted. */
const error = 0.01;
/** With fewer the scatter is hardly known, and intervals hold anything. */
const fewestDegreesOfFreedom = 4;
/** How far the measured extra work may lie from the true one: a busy machine makes work longer. */
const sizeTolerance = { low: 0.8, high: 1.5 } as const;

/**
 * Judges the controls: the twin must not be told apart from the baseline, the burning copy must be
 * found slower, and its extra CPU time must have its true size. How much they scatter is known from
 * all series of the run with one event loop, as it has: a few rounds of two of them would tell too little.
 */
export function judgeControls(
  controls: Controls,
  plan: Plan,
  records: readonly ExperimentRecord[],
): ControlVerdict {
  const { baseline, twin, burning, burnUs } = controls;
  const kindOf = noiseKindOf(plan);
  const throughput = comparerOf(controls, records, "throughput", kindOf);
  const [twinRatio, burningRatio] = [throughput(twin), throughput(burning)];
  const cpu = comparerOf(controls, records, "cpuUsPerRequest", kindOf)(burning);
  if (twinRatio === undefined || burningRatio === undefined || cpu === undefined) {
    return { kind: "without controls", sentences: ["too few rounds to judge the controls by"] };
  }
  const extra = {
    mean: cpu.baseline * (cpu.ratio - 1),
    low: cpu.baseline * (cpu.low - 1),
    high: cpu.baseline * (cpu.high - 1),
  };
  const twinHolds = twinRatio.low <= 1 && twinRatio.high >= 1;
  const isFound = burningRatio.high < 1;
  const hasSize =
    extra.low <= burnUs * sizeTolerance.high && extra.high >= burnUs * sizeTolerance.low;
  return {
    kind: twinHolds && isFound && hasSize ? "trusted" : "untrusted",
    sentences: [
      `${baseline} beside itself: ${formatRatio(twinRatio)} × ${twinHolds ? "(not told apart, as it must be)" : "(TOLD APART from itself)"}`,
      `${baseline} with ${burnUs} µs more work in every row: ${formatRatio(burningRatio)} × ${isFound ? "(found)" : "(NOT FOUND)"}, ${formatMean(extra)} µs more CPU time a request ${hasSize ? "(its size)" : "(NOT its size)"}`,
    ],
  };
}

/** A series as a ratio to the baseline. */
interface Compared extends Interval {
  readonly ratio: number;
  /** The figure of the baseline. */
  readonly baseline: number;
}

/** Compares series with the baseline, by the scatter of all series of a kind; undefined where that is unknown. */
function comparerOf(
  { load, baseline }: Controls,
  records: readonly ExperimentRecord[],
  figure: FigureName,
  kindOf: KindOf,
): (series: string) => Compared | undefined {
  const fit = fitBlocks(observationsOf(records, load, figure));
  const variances = kindVariances(fit, kindOf);
  const placeOf = (name: string) => fit.series.findIndex((one) => one.name === name);
  return (series) => {
    const pair = [placeOf(series), placeOf(baseline)] as const;
    const [own, base] = pair.map((place) => fit.series[place]);
    if (own === undefined || base === undefined || own.component !== base.component)
      return undefined;
    if (fit.variance.degreesOfFreedom < fewestDegreesOfFreedom) return undefined;
    const family = { error, pairs: 1, series: 2 };
    const halfWidth = halfWidthOf(commonError(fit, pair, family, variances));
    const difference = own.mean - base.mean;
    return {
      ratio: Math.exp(difference),
      low: Math.exp(difference - halfWidth),
      high: Math.exp(difference + halfWidth),
      baseline: Math.exp(base.mean),
    };
  };
}

interface Interval {
  readonly low: number;
  readonly high: number;
}

function formatRatio({ ratio, low, high }: Interval & { readonly ratio: number }): string {
  return `${ratio.toFixed(2)} [${low.toFixed(2)}, ${high.toFixed(2)}]`;
}

function formatMean({ mean, low, high }: Interval & { readonly mean: number }): string {
  return `${mean.toFixed(0)} [${low.toFixed(0)}, ${high.toFixed(0)}]`;
}
