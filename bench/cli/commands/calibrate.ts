import { mkdirSync, writeFileSync } from "node:fs";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { Command, Option } from "commander";
import { formatCalibration } from "../../calibrate/calibration-document.ts";
import { analysisSteps } from "../../calibrate/copies/analysis.ts";
import { copiesAtOnce, planCopies } from "../../calibrate/copies/copies-plan.ts";
import {
  fewestSeries,
  isComparison,
  isLargeRanking,
  newestRecording,
} from "../../calibrate/copies/newest-recording.ts";
import { type Recording, readRecording } from "../../calibrate/copies/recording.ts";
import { formatFinding } from "../../calibrate/finding.ts";
import { instrumentSteps } from "../../calibrate/instrument/instrument.ts";
import { runSteps, type StepEvents } from "../../calibrate/run-steps.ts";
import type { Section } from "../../calibrate/section.ts";
import { conductExperiment } from "../../experiment/conduct.ts";
import { withLocalTestbed } from "../../experiment/testbed/local-testbed.ts";
import { formatPlan } from "../../report/sentences/plan-text.ts";
import { type NoisePlace, readNoise } from "../../results/learned/noise.ts";
import { describeMachine } from "../../results/records/machine.ts";
import { noiseFile, repositoryRoot, resultsRoot } from "../../results/records/places.ts";
import { wholeNumber } from "../options/arguments.ts";
import { largestSeed } from "../options/experiment-options.ts";
import { inSession, say, withInterrupt, withMachine } from "../session.ts";
import { openProgress } from "../terminal/open-progress.ts";

const parts = ["instrument", "copies"] as const;

interface CalibrateOptions {
  readonly only?: (typeof parts)[number];
  readonly pairs: number;
  readonly rounds: number;
  readonly replays: number;
  readonly seed: number;
  readonly from?: string;
  readonly noiseOf?: readonly string[];
  readonly write?: string;
}

const missedExitCode = 3;
const stoppedExitCode = 130;
const documentPath = join(repositoryRoot, "docs", "CALIBRATION.md");

/** `rowbench calibrate`: how far the instrument and its verdicts can be trusted on this machine. */
export function calibrateCommand(): Command {
  return new Command("calibrate")
    .description(
      "Proves that rowbench measures well: the load generator against servers whose behaviour is known (5 minutes), false alarms and power from copies of one server (an hour).",
    )
    .addOption(new Option("--only <part>", "one of the two").choices(parts))
    .option("--pairs <number>", "pairs of the comparison with wrk", wholeNumber(2, 100), 10)
    .option("--rounds <number>", "rounds of eight copies", wholeNumber(4, 1000), 240)
    .option("--replays <number>", "replays of recorded noise", wholeNumber(1, 1_000_000), 10_000)
    .option("--seed <number>", "of orders and replays", wholeNumber(0, largestSeed), 1)
    .option("--from <folder>", "analyse these copies instead of measuring new ones")
    .option(
      "--noise-of <folders>",
      `the runs whose noise is replayed, comma-separated: rankings, a comparison (default: the newest ranking of ${fewestSeries} series, and the newest comparison)`,
      (text) => text.split(","),
    )
    .option("--write <file>", "where the document goes (default: docs/CALIBRATION.md if complete)")
    .action(calibrate);
}

async function calibrate(options: CalibrateOptions): Promise<void> {
  const startedAt = new Date();
  const given = readGiven(options);
  const instrument = options.only === "copies" ? [] : await proveInstrument(options);
  const statistics = options.only === "instrument" ? [] : await proveStatistics(options, given);
  if (statistics === undefined) return;
  const sections = [...instrument, ...statistics];
  const machine = describeMachine();
  const command = commandOf(options);
  publish(formatCalibration({ command, startedAt, machine, sections }), options);
  const findings = sections.flatMap((section) => section.findings);
  if (findings.some(({ kind }) => kind === "missed")) process.exitCode = missedExitCode;
}

function proveInstrument(options: CalibrateOptions): Promise<readonly Section[]> {
  return withMachine((signal) => runSteps(instrumentSteps(options), signal, talk));
}

interface Given {
  readonly copies: Recording | undefined;
  readonly rankings: readonly Recording[];
  readonly comparison: Recording | undefined;
}

/** What was measured before, read before anything is measured: a wrong path costs no hour. */
function readGiven({ only, from, noiseOf }: CalibrateOptions): Given {
  if (only === "instrument") return { copies: undefined, rankings: [], comparison: undefined };
  const copies = from === undefined ? undefined : readRecording(resolve(from));
  if (noiseOf === undefined) {
    const newest = (isWanted: typeof isComparison) => newestRecording(resultsRoot, isWanted);
    const ranking = newest(isLargeRanking);
    const rankings = ranking === undefined ? [] : [ranking];
    return { copies, rankings, comparison: newest(isComparison) };
  }
  const named = noiseOf.map((folder) => readRecording(resolve(folder)));
  const comparison = named.find(({ read }) => isComparison(read.header));
  const sizeOf = ({ read }: Recording) => read.header.plan.series.length;
  const rankings = named.filter((one) => one !== comparison);
  return { copies, rankings: rankings.sort((a, b) => sizeOf(b) - sizeOf(a)), comparison };
}

/** Undefined when the recording of the copies was stopped. */
async function proveStatistics(
  options: CalibrateOptions,
  given: Given,
): Promise<readonly Section[] | undefined> {
  const { replays, seed } = options;
  const copies = given.copies ?? (await measureCopies(options));
  if (copies === undefined) return undefined;
  const { rankings, comparison } = given;
  const knownNoise = { few: readNoise(noiseHere(2)), many: readNoise(noiseHere(copiesAtOnce)) };
  const steps = analysisSteps({ copies, rankings, comparison, knownNoise, replays, seed });
  return withInterrupt((signal) => runSteps(steps, signal, talk));
}

function noiseHere(groupSize: number): NoisePlace {
  return { path: noiseFile, machine: describeMachine(), inPieces: true, groupSize };
}

function measureCopies(options: CalibrateOptions): Promise<Recording | undefined> {
  const planned = planCopies(options, readNoise(noiseHere(copiesAtOnce)));
  say(formatPlan(planned.plan));
  return inSession(async ({ database, signal }) => {
    const label = "calibrate";
    const progress = openProgress(planned.plan, label);
    const { report, isWatched } = progress;
    const folder = await withLocalTestbed({ database }, (testbed) =>
      conductExperiment(planned, { label, testbed, signal, report, isWatched }),
    ).finally(progress.close);
    if (!signal.aborted) return readRecording(folder);
    say(`stopped; \`--only copies --from ${folder}\` analyses the rounds that were finished`);
    process.exitCode = stoppedExitCode;
    return undefined;
  });
}

const talk: StepEvents = {
  onStart: (name) => say(`${name} …`),
  onFinding: (finding) => say(formatFinding(finding)),
};

function publish(document: string, { only, write }: CalibrateOptions): void {
  const path = write === undefined ? documentPath : resolve(write);
  if (write === undefined && only !== undefined) {
    process.stdout.write(document);
    return;
  }
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, document);
  say(`written to ${path}`);
}

function commandOf({ only, pairs, rounds, replays, seed, from, noiseOf }: CalibrateOptions) {
  return [
    "npm run rowbench -- calibrate",
    ...(only === undefined ? [] : [`--only ${only}`]),
    ...(only === "copies" ? [] : [`--pairs ${pairs}`]),
    ...(only === "instrument" || from !== undefined ? [] : [`--rounds ${rounds}`]),
    ...(from === undefined ? [] : [`--from ${placeOf(from)}`]),
    ...(only === "instrument" ? [] : [`--replays ${replays} --seed ${seed}`]),
    ...(noiseOf === undefined ? [] : [`--noise-of ${noiseOf.map(placeOf).join(",")}`]),
  ].join(" ");
}

/** A folder as the repository's root sees it; one elsewhere by its name, as machines differ in where that is. */
function placeOf(folder: string): string {
  const path = relative(repositoryRoot, resolve(folder)).split(sep);
  return path[0] === ".." ? basename(folder) : path.join("/");
}
