import { learnNoise } from "../../results/learned/learn-noise.ts";
import type { Noise } from "../../statistics/detectable.ts";
import type { Step } from "../section.ts";
import { tenMinuteDesigns } from "./designs.ts";
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
  /** A ranking of many cells; what needs one is unavailable without. */
  readonly run: Recording | undefined;
  /** What this machine's noise is taken for where the run does not tell. */
  readonly knownNoise: Noise;
}

/** Replays of power: seven effects of two designs take as long as one of the noise of a run. */
const shareForPower = 0.2;

/** The proof that the statistics hold, from recordings alone. */
export function analysisSteps(request: AnalysisRequest): readonly Step[] {
  const { copies, run, replays, seed } = request;
  const { noise, source } = chooseNoise(request);
  const power = { recording: copies, noise, source, designs: tenMinuteDesigns(noise) };
  const powerReplays = { replays: Math.ceil(replays * shareForPower), seed };
  return [
    { name: "false separations of copies", run: async () => checkFalseSeparations(copies) },
    {
      name: `${replays} replays of a run's noise`,
      run: (signal) => checkReplayedNoise(run, { replays, seed }, signal),
    },
    { name: "power", run: (signal) => checkPower(power, powerReplays, signal) },
    { name: "promised and told", run: async () => checkPromise(run, copies) },
    {
      name: "what lowers the noise",
      run: async () => compareNoise(run === undefined ? [copies] : [copies, run]),
    },
  ];
}

function chooseNoise({ run, knownNoise }: AnalysisRequest): { noise: Noise; source: string } {
  const learned = run && learnNoise(run.read, knownNoise);
  if (run === undefined || learned === undefined)
    return { noise: knownNoise, source: "what is known of this machine" };
  return { noise: learned, source: `\`${run.name}\`` };
}
