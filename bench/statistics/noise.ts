import { type BlockFit, fitBlocks, type Observation } from "./blocks.ts";
import { type Noise, startVariance } from "./detectable.ts";
import { mean } from "./mean.ts";
import { median } from "./median.ts";
import { startFigures } from "./turns.ts";

/** What a series answered in one turn. */
export interface MeasuredTurn {
  readonly series: string;
  /** Its group: those that were up together. */
  readonly group: number;
  readonly turn: number;
  /** Of the window, in any unit; above 0. */
  readonly value: number;
  /** Length of the window. */
  readonly seconds: number;
}

/** Starts never vary by less than half a percent, whatever a few of them seem to say. */
const smallestBetween = 0.005 ** 2;
const smallestWithin = 0.005 ** 2;

/**
 * Estimates the noise within and between starts, so that `startVariance` is the variance that the
 * starts at hand show. Where starts took turns, what neither series nor turn explains is within, as
 * the median over groups so that a stalled one does not decide, and the rest is between. Where
 * they did not, those two stay as they were known, and the rest is what being alone costs.
 * Undefined with too few starts.
 */
export function noiseOf(measured: readonly MeasuredTurn[], known: Noise): Noise | undefined {
  const { variance }: Pick<BlockFit, "variance"> = fitBlocks(observationsOf(measured));
  if (variance.degreesOfFreedom === 0) return undefined;
  const windowSeconds = mean(measured.map(({ seconds }) => seconds));
  const starts = new Set(measured.map(({ series, group }) => `${group} ${series}`)).size;
  const turns = measured.length / starts;
  const load = { turns, seconds: turns * windowSeconds };
  const ofTurn = varianceOfTurn(measured);
  if (ofTurn === undefined) {
    const rest = variance.value - startVariance({ ...known, alone: 0 }, load);
    return { ...known, alone: Math.max(0, rest) };
  }
  const within = Math.max(smallestWithin, ofTurn * windowSeconds);
  const between = Math.max(smallestBetween, variance.value - within / load.seconds);
  return { within, between, alone: known.alone };
}

function observationsOf(measured: readonly MeasuredTurn[]): readonly Observation[] {
  return startFigures(measured).map(({ group: round, ...rest }) => ({ ...rest, round }));
}

/** Of ln throughput; undefined where there were no turns to compare. */
function varianceOfTurn(measured: readonly MeasuredTurn[]): number | undefined {
  const groups = Map.groupBy(measured, ({ group }) => group);
  const variances = [...groups.values()].flatMap((own) => {
    const { variance } = fitBlocks(own.map(({ turn: round, ...rest }) => ({ ...rest, round })));
    return variance.degreesOfFreedom === 0 ? [] : [variance.value];
  });
  return variances.length === 0 ? undefined : median(variances);
}
