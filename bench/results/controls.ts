import { pairedComparison } from "../statistics/paired.ts";
import { pairedMean } from "../statistics/paired-mean.ts";
import { type FigureName, observationsOf } from "./figures.ts";
import type { Controls, ExperimentRecord } from "./records.ts";

/** What the hidden controls found. */
export interface ControlVerdict {
  readonly kind: "trusted" | "untrusted" | "without controls";
  readonly sentences: readonly string[];
}

/** A control is one test a run: at 1 % a sound run in a hundred is called untrusted. */
const confidence = 0.99;
/** Two rounds have one degree of freedom: their intervals hold anything. */
const fewestRounds = 3;
/** How far the measured extra work may lie from the true one: a busy machine makes work longer. */
const sizeTolerance = { low: 0.8, high: 1.5 } as const;

/**
 * Judges the controls: the twin must not be told apart from the baseline, the burning copy must be
 * found slower, and its extra CPU time must have its true size.
 */
export function judgeControls(
  controls: Controls,
  records: readonly ExperimentRecord[],
): ControlVerdict {
  const { load, baseline, twin, burning, burnUs } = controls;
  const byRound = (figure: FigureName, series: string) =>
    new Map(
      observationsOf(records, load, figure)
        .filter((one) => one.series === series)
        .map(({ round, value }) => [round, value]),
    );
  const compare = (series: string) =>
    pairedComparison(byRound("throughput", series), byRound("throughput", baseline), {
      confidence,
    });
  const [twinRatio, burningRatio] = [compare(twin), compare(burning)].map((ratio) =>
    ratio !== undefined && ratio.rounds < fewestRounds ? undefined : ratio,
  );
  const extra = pairedMean(
    byRound("cpuUsPerRequest", burning),
    byRound("cpuUsPerRequest", baseline),
    confidence,
  );
  if (twinRatio === undefined || burningRatio === undefined || extra === undefined) {
    return { kind: "without controls", sentences: ["too few rounds to judge the controls by"] };
  }
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
