import type { BlockFit, FittedSeries } from "./blocks.ts";
import { mean } from "./mean.ts";
import { moderateVariances } from "./moderated-variances.ts";
import type { RandomUint32 } from "./random.ts";
import { shuffle } from "./shuffle.ts";

/** ln figures of copies of one server, by round; a refused one is left out of its round. */
export type EqualRounds = readonly (readonly number[])[];

/** Draws one round: what each series has beside its true level. */
export type NoiseSource = () => readonly number[];

/**
 * Whole rounds of copies, drawn with replacement; which copy is which series is drawn, too, so that
 * the series are truly equal. More series than copies take several rounds, each without its level.
 */
export function equalNoise(
  recorded: EqualRounds,
  series: number,
  random: RandomUint32,
): NoiseSource {
  const full = recorded.filter(({ length }) => length >= series);
  const parts = recorded.filter(({ length }) => length >= 2).map(withoutLevel);
  const rounds = full.length > 0 ? full : parts;
  if (rounds.length === 0) throw new Error("rounds of two copies are `0`, allowed: 1 or more");
  return () => {
    const noise: number[] = [];
    while (noise.length < series) noise.push(...shuffle(drawOne(rounds, random), random));
    return noise.slice(0, series);
  };
}

/** The mean of m values takes 1 / m of their variance with it, which is given back. */
function withoutLevel(round: readonly number[]): readonly number[] {
  const level = mean(round);
  const scale = Math.sqrt(round.length / (round.length - 1));
  return round.map((value) => (value - level) * scale);
}

/**
 * The residuals of whole rounds, drawn with replacement, so that a bad round stays bad for all, and
 * with a random sign each, so that a round that is drawn twice is not the same twice. A series'
 * residuals are scaled to its moderated variance: a few of them exaggerate how much series differ.
 */
export function residualNoise(fit: BlockFit, random: RandomUint32): NoiseSource {
  const residuals = scaledResiduals(fit);
  return () => {
    const round = drawOne(fit.rounds, random);
    return residuals.map((own) => {
      const residual = own.get(round) ?? drawOne([...own.values()], random);
      return random() < 2 ** 31 ? residual : -residual;
    });
  };
}

function scaledResiduals({ series, variance }: BlockFit): readonly ReadonlyMap<number, number>[] {
  const own = series.map((one) => one.variance);
  const moderation = moderateVariances(own, variance);
  return series.map(({ residuals }: FittedSeries, place) => {
    const known = moderation.kind === "alike" ? variance : moderation.variances[place];
    const squares = mean([...residuals.values()].map((residual) => residual ** 2));
    const scale = squares === 0 ? 1 : Math.sqrt((known?.value ?? 0) / squares);
    return new Map([...residuals].map(([round, residual]) => [round, residual * scale]));
  });
}

function drawOne<Item>(items: readonly Item[], random: RandomUint32): Item {
  return items[Math.floor((random() / 2 ** 32) * items.length)] as Item;
}
