import { formatCount, formatNumberOf, formatPercent } from "../../report/text/format.ts";
import { startVariance } from "../../statistics/detectable.ts";
import { mean } from "../../statistics/mean.ts";
import { replayEquals } from "../../statistics/replay.ts";
import { type Finding, judged } from "../finding.ts";
import type { Section } from "../section.ts";
import type { Design, DesignKind } from "./designs.ts";
import { formatEffect, type Power, powerTable } from "./power-table.ts";
import { figureIn, type Recording } from "./recording.ts";
import type { ReplayOptions } from "./replayed-noise.ts";
import { playReplays } from "./replays.ts";
import { scaledRounds } from "./scaled-rounds.ts";

/** What power is worked out for. */
export interface PowerRequest {
  readonly recording: Recording;
  /** What a design's noise is within and between starts, its window makes of the recorded one. */
  readonly designs: Readonly<Record<DesignKind, Design>>;
}

/** Replays of each effect are drawn apart, so that together they say more. */
const seedsOfEffect = 100_000;
const effects = [1, 1.01, 1.02, 1.03, 1.05, 1.1, 1.15];
const targets = {
  pair: { effect: 1.05, share: 0.95 },
  twelve: { effect: 1.15, share: 0.9 },
} as const;
const coverage = { low: 0.93, high: 0.97 } as const;

/** What differences runs of ten minutes find, by recorded rounds with a true effect put in. */
export async function checkPower(
  { recording, designs }: PowerRequest,
  { replays, seed }: ReplayOptions,
  signal: AbortSignal,
): Promise<Section> {
  const observations = figureIn(recording, "throughput");
  const play = (design: Design, effect: number) => {
    const recorded = scaledRounds(observations, startVariance(design.noise, design));
    const own = seed + effects.indexOf(effect) * seedsOfEffect;
    return playReplays(replays, own, signal, (batch) =>
      replayEquals(recorded, { ...batch, ...design, effect }),
    );
  };
  const powers: Power[] = [];
  for (const effect of effects) {
    const pair = await play(designs.pair, effect);
    powers.push({ effect, pair, twelve: await play(designs.twelve, effect) });
  }
  return {
    title: "Power: true differences that are found",
    text: [
      `${formatCount(replays)} replays each of the ${recording.rounds} recorded rounds, drawn anew as equal series, one of which is made faster by a true effect. Recorded starts are short; their scatter is scaled to that of the longer starts of each plan.`,
      ...Object.values(designs).map(describeDesign),
    ],
    findings: findingsOf(powers, designs),
    tables: [powerTable(powers)],
  };
}

function describeDesign({ name, rounds, seconds, turns, noise, source }: Design): string {
  const variance = `${noise.between.toExponential(2)} + ${noise.within.toExponential(2)} / seconds`;
  return `${name}, ten minutes with the hidden controls: ${rounds} rounds, ${seconds.toFixed(1)} s of each start in ${formatNumberOf(turns, "turn")}; the variance of ln req/s of a start is ${variance} (from ${source}).`;
}

function findingsOf(
  powers: readonly Power[],
  designs: PowerRequest["designs"],
): readonly Finding[] {
  const found = (kind: DesignKind): readonly Finding[] => {
    const { effect, share } = targets[kind];
    const power = powers.find((one) => one.effect === effect)?.[kind];
    if (power === undefined) return [];
    const name = `${designs[kind].name}, ten minutes, a true ${formatEffect(effect)}`;
    const target = `found in at least ${formatPercent(share)}`;
    return [judged({ name, target, measured: formatPercent(power.found) }, power.found >= share)];
  };
  return [...found("pair"), ...found("twelve"), coverageFinding(powers)];
}

/** Intervals of a named pair: those of all pairs hold together, which is more. */
function coverageFinding(powers: readonly Power[]): Finding {
  // Judged as it is shown.
  const covered = Number(mean(powers.map(({ pair }) => pair.covered)).toFixed(3));
  const finding = {
    name: "intervals of a named pair that hold the true ratio",
    target: `${formatPercent(coverage.low)} to ${formatPercent(coverage.high)}`,
    measured: formatPercent(covered),
  };
  return judged(finding, covered >= coverage.low && covered <= coverage.high);
}
