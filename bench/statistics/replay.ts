import { type BlockFit, fitBlocks, type Observation } from "./blocks.ts";
import { type Comparison, compareAll } from "./comparison.ts";
import type { KindOf } from "./kind-variances.ts";
import { pairedComparisons } from "./paired.ts";
import { createRandom } from "./random.ts";
import {
  type EqualDesign,
  type EqualRounds,
  equalNoise,
  type NoiseSource,
  residualNoise,
} from "./replay-noise.ts";

/** An experiment that is played many times with noise that was recorded. */
export interface ReplayPlan {
  readonly replays: number;
  readonly seed: number;
  /** The kind of each series by its place, see `CompareOptions`; one of all when absent. */
  readonly kinds?: readonly string[];
}

/** One of equal series, of which the first may be made different; 2 are a pair named beforehand. */
export interface EqualsPlan extends ReplayPlan, EqualDesign {
  /** True ratio of the first series to each other; 1 without. */
  readonly effect?: number;
}

/** What the replays gave, as shares of them, 0 to 1. */
export interface ReplayResult {
  /** In which any two of the equal series were separated. */
  readonly falseSeparations: number;
  /** In which the first series was told from the second one, on its true side. */
  readonly found: number;
  /** In which every interval held the truth. */
  readonly covered: number;
}

/**
 * Plays experiments of equal series by whole rounds of copies of one server. Throws when no round
 * holds two copies.
 */
export function replayEquals(recorded: EqualRounds, plan: EqualsPlan): ReplayResult {
  const noise = equalNoise(recorded, plan, createRandom(plan.seed));
  return replay(noise, plan, plan.effect ?? 1);
}

/** Plays a run again, its series all equal but for the noise that it saw in each. */
export function replayResiduals(fit: BlockFit, plan: ReplayPlan): ReplayResult {
  return replay(residualNoise(fit, createRandom(plan.seed)), plan, 1);
}

function replay(noise: NoiseSource, plan: ReplayPlan, effect: number): ReplayResult {
  const { replays, kinds } = plan;
  const outcomes = Array.from({ length: replays }, () =>
    outcomeOf(play(noise, effect), effect, kinds),
  );
  const share = (of: (outcome: ReplayOutcome) => boolean) => outcomes.filter(of).length / replays;
  return {
    falseSeparations: share(({ isFalse }) => isFalse),
    found: share(({ isFound }) => isFound),
    covered: share(({ isCovered }) => isCovered),
  };
}

const different = "0";

function play(noise: NoiseSource, effect: number): readonly Observation[] {
  return noise()
    .toSorted((a, b) => a.place - b.place)
    .map(({ place, block: round, rest }): Observation => {
      const series = String(place);
      return { series, round, value: Math.exp(rest) * (series === different ? effect : 1) };
    });
}

interface ReplayOutcome {
  readonly isFalse: boolean;
  readonly isFound: boolean;
  readonly isCovered: boolean;
}

function kindBy(kinds: readonly string[]): KindOf {
  return (place) => kinds[Number(place)] ?? "";
}

type Compared = Pick<Comparison, "a" | "b" | "low" | "high" | "verdict">;

/** The different series is the first of each of its pairs. */
function outcomeOf(
  observations: readonly Observation[],
  effect: number,
  kinds: readonly string[] | undefined,
): ReplayOutcome {
  const pairs = comparedPairs(observations, kinds);
  const isSeparated = ({ verdict }: Compared) => verdict === "faster" || verdict === "slower";
  const truthOf = ({ a }: Compared) => (a === different ? effect : 1);
  return {
    isFalse: pairs.some((pair) => truthOf(pair) === 1 && isSeparated(pair)),
    isFound: pairs[0]?.verdict === (effect > 1 ? "faster" : "slower"),
    isCovered: pairs.every((pair) => pair.low <= truthOf(pair) && truthOf(pair) <= pair.high),
  };
}

function comparedPairs(
  observations: readonly Observation[],
  kinds: readonly string[] | undefined,
): readonly Compared[] {
  const names = [...new Set(observations.map(({ series }) => series))];
  const [a, b] = names;
  if (a === undefined || b === undefined || names.length > 2)
    return compareAll(fitBlocks(observations), kinds && { kindOf: kindBy(kinds) }).pairs;
  const valuesOf = (name: string) =>
    new Map(
      observations
        .filter(({ series }) => series === name)
        .map(({ round, value }) => [round, value]),
    );
  const [pair] = pairedComparisons([[valuesOf(a), valuesOf(b)]]);
  return pair === undefined ? [] : [{ a, b, ...pair }];
}
