import { learnNoise } from "../../results/learned/learn-noise.ts";
import type { Noise } from "../../statistics/detectable.ts";
import type { Step } from "../section.ts";
import { type NamedNoise, tenMinuteDesigns } from "./designs.ts";
import { checkFalseSeparations } from "./false-separations.ts";
import { compareNoise } from "./noise-figures.ts";
import { checkPower } from "./power.ts";
import { checkPromise } from "./promise.ts";
import type { Recording } from "./recording.ts";
import { checkReplayedNoise, type ReplayOptions } from "./replayed-noise.ts";

/** What is analysed. */
export interface AnalysisRequest extends ReplayOptions {
  /** Many short rounds of copies of one server. */
  readonly copies: Recording;
  /** Of many cells, the most first; what needs one is unavailable without. */
  readonly rankings: readonly Recording[];
  /** A comparison of two series, whose few servers meet less noise than many. */
  readonly comparison: Recording | undefined;
  /** What this machine's noise is taken for where those do not tell: among two servers, and many. */
  readonly knownNoise: Readonly<Record<"few" | "many", Noise>>;
}

/** Replays of power: seven effects of two designs take as long as one of the noise of a run. */
const shareForPower = 0.2;

/** The proof that the statistics hold, from recordings alone. */
export function analysisSteps(request: AnalysisRequest): readonly Step[] {
  const { copies, rankings, comparison, knownNoise, replays, seed } = request;
  const noises = {
    pair: noiseOf(comparison, knownNoise.few),
    // More servers of more models scatter more.
    twelve: noiseOf(rankings.at(-1), knownNoise.many),
  };
  const power = { recording: copies, designs: tenMinuteDesigns(noises) };
  const powerReplays = { replays: Math.ceil(replays * shareForPower), seed };
  return [
    { name: "false separations of copies", run: async () => checkFalseSeparations(copies) },
    {
      name: `${replays} replays of a run's noise`,
      run: (signal) => checkReplayedNoise(rankings[0], { replays, seed }, signal),
    },
    { name: "power", run: (signal) => checkPower(power, powerReplays, signal) },
    { name: "promised and told", run: async () => checkPromise(rankings, copies) },
    { name: "what lowers the noise", run: async () => compareNoise([copies, ...rankings]) },
  ];
}

function noiseOf(recording: Recording | undefined, known: Noise): NamedNoise {
  const learned = recording && learnNoise(recording.read, known);
  if (recording === undefined || learned === undefined)
    return { noise: known, source: "what is known of this machine" };
  return { noise: learned, source: `\`${recording.name}\`` };
}
