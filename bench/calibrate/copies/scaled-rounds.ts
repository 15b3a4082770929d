import { fitBlocks, type Observation } from "../../statistics/blocks.ts";
import { mean } from "../../statistics/mean.ts";
import type { EqualRounds } from "../../statistics/replay-noise.ts";

/** A variance below this is no scatter. */
const roundingErrors = 1e-20;

/**
 * ln figures by round, their scatter about each round's mean scaled so that what series and round
 * leave unexplained has this variance; as they are where there is no scatter.
 */
export function scaledRounds(observations: readonly Observation[], variance: number): EqualRounds {
  const recorded = fitBlocks(observations).variance.value;
  const scale = recorded < roundingErrors ? 1 : Math.sqrt(variance / recorded);
  const rounds = Map.groupBy(observations, ({ round }) => round);
  return [...rounds.values()].map((round) => {
    const logarithms = round.map(({ value }) => Math.log(value));
    const level = mean(logarithms);
    return logarithms.map((value) => level + (value - level) * scale);
  });
}
