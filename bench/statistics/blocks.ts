import { type BlockDesign, type Cell, designOf, type Observation } from "./block-design.ts";
import { mean } from "./mean.ts";
import { pseudoInverse } from "./pseudo-inverse.ts";

export type { Observation };

/** A variance with the degrees of freedom it rests on; with 0 degrees it is 0 and says nothing. */
export interface Variance {
  readonly value: number;
  readonly degreesOfFreedom: number;
}

/** One series as the fit sees it. */
export interface FittedSeries {
  readonly name: string;
  /** Mean logarithm, as though it had a figure in every round of its component. */
  readonly mean: number;
  /** Series with different numbers share no rounds, not even through others. */
  readonly component: number;
  /** What series and round leave unexplained, by round, in logarithms. */
  readonly residuals: ReadonlyMap<number, number>;
  /** Of its own residuals: where series are few it leans towards the variance of all. */
  readonly variance: Variance;
}

/** ln(figure) = series + round + rest, by least squares. */
export interface BlockFit {
  readonly series: readonly FittedSeries[];
  readonly rounds: readonly number[];
  /** Of all residuals. */
  readonly variance: Variance;
  /** Of the series' effects, by their places in `series`, for a variance of 1. */
  readonly covariance: readonly (readonly number[])[];
}

/**
 * Fits figures of series that were measured in rounds; R: `lm(log(value) ~ series + round)`.
 * Missing cells are missing values: a series is judged by the rounds that it has, each corrected
 * by what the round did to the others.
 */
export function fitBlocks(observations: readonly Observation[]): BlockFit {
  const design = designOf(observations);
  const covariance = pseudoInverse(informationOf(design), design.components);
  const effects = effectsOf(design, covariance);
  const rest = restOf(design, effects, covariance);
  const parameters = design.series.length + design.rounds.length - new Set(design.components).size;
  return {
    series: design.series.map((name, row) => {
      const own = rest.filter((cell) => cell.row === row);
      return {
        name,
        mean: meanIn(design, effects, row),
        component: design.components[row] ?? row,
        residuals: new Map(own.map((cell) => [design.rounds[cell.column] ?? 0, cell.residual])),
        variance: varianceOf(own, own.length - 1),
      };
    }),
    rounds: design.rounds,
    variance: varianceOf(rest, observations.length - parameters),
    covariance,
  };
}

/** What of the normal equations is left for the series once the rounds are taken out. */
function informationOf({ series, byRound }: BlockDesign): readonly (readonly number[])[] {
  const information = series.map(() => new Array<number>(series.length).fill(0));
  for (const cells of byRound)
    for (const { row } of cells) {
      const line = information[row] ?? [];
      for (const other of cells)
        line[other.row] = (line[other.row] ?? 0) + (other.row === row ? 1 : 0) - 1 / cells.length;
    }
  return information;
}

interface Effects {
  readonly series: readonly number[];
  readonly rounds: readonly number[];
}

function effectsOf({ series, byRound }: BlockDesign, covariance: BlockFit["covariance"]): Effects {
  const totals = series.map(() => 0);
  for (const cells of byRound) {
    const level = mean(cells.map(({ logarithm }) => logarithm));
    for (const { row, logarithm } of cells) totals[row] = (totals[row] ?? 0) + logarithm - level;
  }
  const effects = covariance.map((line) =>
    line.reduce((sum, value, row) => sum + value * (totals[row] ?? 0), 0),
  );
  const rounds = byRound.map((cells) =>
    mean(cells.map(({ row, logarithm }) => logarithm - (effects[row] ?? 0))),
  );
  return { series: effects, rounds };
}

function meanIn({ byRound, components }: BlockDesign, effects: Effects, row: number): number {
  const reached = effects.rounds.filter((_, column) => {
    const [first] = byRound[column] ?? [];
    return first !== undefined && components[first.row] === components[row];
  });
  return (effects.series[row] ?? 0) + mean(reached);
}

interface Rest extends Cell {
  readonly residual: number;
  /** Share of the variance that the fit left to this residual: 1 − its leverage. */
  readonly freedom: number;
}

function restOf(
  { byRound }: BlockDesign,
  effects: Effects,
  covariance: BlockFit["covariance"],
): readonly Rest[] {
  return byRound.flatMap((cells, column) => {
    const toRound = cells.map(({ row }) =>
      mean(cells.map((other) => covariance[row]?.[other.row] ?? 0)),
    );
    const ofRound = mean(toRound);
    return cells.map((cell, index): Rest => {
      const own = covariance[cell.row]?.[cell.row] ?? 0;
      const leverage = 1 / cells.length + own - 2 * (toRound[index] ?? 0) + ofRound;
      const fitted = (effects.series[cell.row] ?? 0) + (effects.rounds[column] ?? 0);
      return { ...cell, residual: cell.logarithm - fitted, freedom: 1 - leverage };
    });
  });
}

/** The sum of squares over what it would be for a variance of 1, which for all is the degrees. */
function varianceOf(rest: readonly Rest[], degreesOfFreedom: number): Variance {
  const squares = rest.reduce((sum, { residual }) => sum + residual ** 2, 0);
  const freedom = rest.reduce((sum, cell) => sum + cell.freedom, 0);
  const isKnown = degreesOfFreedom > 0 && freedom > 1e-9;
  return isKnown
    ? { value: squares / freedom, degreesOfFreedom }
    : { value: 0, degreesOfFreedom: 0 };
}
