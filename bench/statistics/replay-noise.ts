import type { BlockFit, FittedSeries } from "./blocks.ts";
import { mean } from "./mean.ts";
import { moderateVariances } from "./moderated-variances.ts";
import type { RandomUint32 } from "./random.ts";
import { shuffle } from "./shuffle.ts";

/** ln figures of copies of one server, by round; a refused one is left out of its round. */
export type EqualRounds = readonly (readonly number[])[];

/** What one series has in one block beside its true level; series by their places. */
export interface DrawnNoise {
  readonly place: number;
  readonly block: number;
  readonly rest: number;
}

/** Draws the noise of a whole experiment. */
export type NoiseSource = () => readonly DrawnNoise[];

/** An experiment of equal series. */
export interface EqualDesign {
  readonly series: number;
  readonly rounds: number;
  /** How many are a block; all of a round when absent. */
  readonly groupSize?: number;
}

/**
 * Whole rounds of copies, drawn with replacement; which copy is which series is drawn, too, so that
 * the series are truly equal. More series than copies take several rounds, each without its level.
 */
export function equalNoise(
  recorded: EqualRounds,
  { series, rounds, groupSize = series }: EqualDesign,
  random: RandomUint32,
): NoiseSource {
  const largest = Math.min(series, groupSize);
  const full = recorded.filter(({ length }) => length >= largest);
  const parts = recorded.filter(({ length }) => length >= 2).map(withoutLevel);
  const sources = full.length > 0 ? full : parts;
  if (sources.length === 0) throw new Error("rounds of two copies are `0`, allowed: 1 or more");
  const drawBlock = (size: number) => {
    const noise: number[] = [];
    while (noise.length < size) noise.push(...shuffle(drawOne(sources, random), random));
    return noise;
  };
  const places = Array.from({ length: series }, (_, place) => place);
  return () =>
    Array.from({ length: rounds }, () => blocksOf(places, groupSize, random))
      .flat()
      .flatMap((members, block) => {
        const noise = drawBlock(members.length);
        return members.map((place, index) => ({ place, block, rest: noise[index] ?? 0 }));
      });
}

/** Of nearly the same size, at random. */
function blocksOf(
  places: readonly number[],
  groupSize: number,
  random: RandomUint32,
): readonly (readonly number[])[] {
  const count = Math.ceil(places.length / groupSize);
  const shuffled = count === 1 ? places : shuffle(places, random);
  return Array.from({ length: count }, (_, block) =>
    shuffled.filter((_, index) => index % count === block),
  );
}

/** The mean of m values takes 1 / m of their variance with it, which is given back. */
function withoutLevel(round: readonly number[]): readonly number[] {
  const level = mean(round);
  const scale = Math.sqrt(round.length / (round.length - 1));
  return round.map((value) => (value - level) * scale);
}

/**
 * The experiment of a fit once more: each of its blocks gets the residuals of one that is drawn with
 * replacement, so that a bad block stays bad for all, and with a random sign each, so that a block
 * that is drawn twice is not the same twice; a series that the drawn one lacks gets one of its own.
 * A series' residuals are scaled to its moderated variance: a few of them exaggerate how much
 * series differ.
 */
export function residualNoise(fit: BlockFit, random: RandomUint32): NoiseSource {
  const residuals = scaledResiduals(fit);
  return () =>
    fit.rounds.flatMap((block) => {
      const drawn = drawOne(fit.rounds, random);
      return residuals.flatMap((own, place) => {
        if (!own.has(block)) return [];
        const rest = own.get(drawn) ?? drawOne([...own.values()], random);
        return [{ place, block, rest: random() < 2 ** 31 ? rest : -rest }];
      });
    });
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
