import { formatCount, formatPercent } from "../../report/text/format.ts";
import { noiseKindOf } from "../../results/records/noise-kind.ts";
import { fitBlocks } from "../../statistics/blocks.ts";
import { replayResiduals } from "../../statistics/replay.ts";
import { judged, unavailable } from "../finding.ts";
import type { Section } from "../section.ts";
import { figureIn, type Recording } from "./recording.ts";
import { playReplays } from "./replays.ts";

/** How many replays, and what they are drawn by. */
export interface ReplayOptions {
  readonly replays: number;
  readonly seed: number;
}

const familyError = 0.05;
const title = "False separations with the noise of many cells";
const name = "replays of a run's noise with any false separation";
const target = `at most ${formatPercent(familyError)}`;

/** How often equal cells would be told apart by the noise that a run of many of them saw. */
export async function checkReplayedNoise(
  recording: Recording | undefined,
  { replays, seed }: ReplayOptions,
  signal: AbortSignal,
): Promise<Section> {
  if (recording === undefined) return nothingToReplay;
  const kindOf = noiseKindOf(recording.read.header.plan);
  const fit = fitBlocks(figureIn(recording, "throughput"));
  const kinds = fit.series.map(({ name: key }) => kindOf(key));
  const { falseSeparations } = await playReplays(replays, seed, signal, (batch) =>
    replayResiduals(fit, { ...batch, kinds }),
  );
  const series = fit.series.length;
  const measured = `${formatPercent(falseSeparations)} of ${formatCount(replays)}`;
  const finding = judged({ name, target, measured }, falseSeparations <= familyError);
  return {
    title,
    text: [
      `The run \`${recording.name}\`: ${series} series, ${recording.rounds} rounds${groupsText(recording, fit.rounds.length)}. Each replay draws the residuals of its groups anew, so that every series keeps its own noise and a bad group stays bad for all of it, while no series differs from another.`,
    ],
    findings: [finding],
    tables: [],
  };
}

function groupsText({ rounds }: Recording, groups: number): string {
  return groups === rounds ? "" : ` in ${groups} groups that took turns`;
}

const nothingToReplay: Section = {
  title,
  text: ["It takes a run of many cells, and there was none."],
  findings: [unavailable(name, target, "there is no ranking of 12 series or more here")],
  tables: [],
};
