import { listServers } from "@rowbench/shared/concurrency";
import { milliseconds, RowbenchError } from "@rowbench/shared/contract";
import { describeDriver, usualDriver } from "@rowbench/shared/database";
import { describeRuntime, requireRuntime } from "@rowbench/shared/runtimes";
import { learnNoise } from "../results/learned/learn-noise.ts";
import { readKnownNoise, readNoise, saveNoise } from "../results/learned/noise.ts";
import { describeMachine } from "../results/records/machine.ts";
import { noiseFile, resultsRoot } from "../results/records/places.ts";
import { readRecords } from "../results/records/read-records.ts";
import {
  type Controls,
  type ExperimentHeader,
  type Plan,
  recordFormat,
} from "../results/records/records.ts";
import { createResultsFolder } from "../results/records/results-folder.ts";
import { type Series, seriesKey } from "../results/records/series.ts";
import { toldRatio } from "../results/summary/told-ratio.ts";
import type { ServerCode } from "./code/server-code.ts";
import type { ReportEvent } from "./events.ts";
import { withControls } from "./grids/controls.ts";
import type { Grid } from "./grids/grid.ts";
import type { Rounds } from "./grids/rounds.ts";
import { measureExperiment } from "./measure-experiment.ts";
import { groupSizeFor } from "./plan/grouping.ts";
import { createPlan, type PlanRequest } from "./plan/plan.ts";
import type { Testbed } from "./testbed/testbed.ts";

/** What a person settles of an experiment beside its grid. */
export type Settings = Pick<PlanRequest, "budget" | "rounds" | "precision" | "window" | "seed">;

/** A grid with its plan. */
export interface PlannedExperiment {
  readonly grid: Grid;
  readonly plan: Plan;
}

/** What conducting needs beside the plan. */
export interface Conduct {
  readonly label: string;
  /** What a person typed, to be kept with the results. */
  readonly command?: string;
  readonly testbed: Testbed;
  readonly signal: AbortSignal;
  readonly report: ReportEvent;
  /** Whether anybody wants to see what a loop does while it runs. */
  readonly isWatched?: boolean;
  /** Told as soon as the results have a folder. */
  readonly onFolder?: (path: string) => void;
  /** Where the noise is kept that it learns of; that of this machine when absent. */
  readonly noiseFile?: string;
  /** Where the code of a series is; the packages of this tree when absent. */
  readonly codeOf?: (series: Series) => ServerCode;
}

/** Shorter ones prove themselves by their gates alone. */
const budgetWithControls = milliseconds(300_000);
/** Fewer pairs cannot tell the burning control for sure. */
const roundsWithControls = 4;

/** What a plan has to know of where it is going to be measured. */
export interface PlannedPlace {
  /** Where the noise is kept that was met there. */
  readonly noiseFile: string;
  /** See `Testbed`. */
  readonly restsBetweenPieces: boolean;
  /** That its PostgreSQL allows; PostgreSQL's own default when absent. */
  readonly connections?: number;
}

/** Works out how a grid is measured in the time that is given. */
export function planExperiment(
  bare: Grid,
  settings: Settings,
  { noiseFile: kept, restsBetweenPieces: inPieces, connections }: PlannedPlace,
): PlannedExperiment {
  const grid = settings.budget >= budgetWithControls ? withControls(bare) : bare;
  const { series, loads, unavailable = [], together = [] } = grid;
  if (series.length === 0) throw new RowbenchError("USAGE", "none of these cells can run here");
  const groupSize = groupSizeFor(series, loads, { connections });
  const place = { path: kept, machine: describeMachine(), inPieces, groupSize };
  const noise = readNoise(place);
  const isMachineKnown = readKnownNoise(place) !== undefined;
  const fixed = {
    ...settings,
    series,
    loads,
    unavailable,
    together,
    groupSize,
    inPieces,
    noise,
    isMachineKnown,
  };
  const planWith = (controls?: Controls) => createPlan({ ...fixed, ...(controls && { controls }) });
  return { grid, plan: withEnoughControls(planWith, grid.controls) };
}

/** Controls are in as few rounds as the grid says, but in four of them, where there are so many. */
function withEnoughControls(
  planWith: (controls?: Controls) => Plan,
  controls: Controls | undefined,
): Plan {
  const plan = planWith(controls);
  if (controls === undefined || controls.everyRounds === 1) return plan;
  const { everyRounds } = controls;
  const isEnough = plan.rounds >= 1 + (roundsWithControls - 1) * everyRounds;
  if (isEnough) return plan;
  return withEnoughControls(planWith, { ...controls, everyRounds: everyRounds - 1 });
}

/**
 * Measures a planned experiment into a folder of its own, and keeps what it learned of the
 * machine's noise.
 * @returns the folder's path
 */
export async function conductExperiment(
  { grid, plan }: PlannedExperiment,
  { codeOf = codeOfThisTree(), noiseFile: kept = noiseFile, ...conduct }: Conduct,
): Promise<string> {
  const folder = createResultsFolder(resultsRoot, headerOf({ grid, plan }, conduct));
  conduct.onFolder?.(folder.path);
  const rounds = roundsOf(grid, plan);
  await measureExperiment({ ...conduct, plan, codeOf, rounds, save: folder.append });
  const inPieces = conduct.testbed.restsBetweenPieces;
  const { groupSize } = plan;
  const place = { path: kept, machine: describeMachine(), inPieces, groupSize };
  const noise = learnNoise(readRecords(folder.path), readNoise(place));
  if (noise !== undefined) saveNoise(place, noise);
  return folder.path;
}

function roundsOf({ rounds }: Grid, plan: Plan): Rounds {
  const { precision, series, controls } = plan;
  const own = series.filter((one) => !controls?.added.includes(seriesKey(one)));
  return {
    seriesOf: rounds?.seriesOf ?? (() => own),
    enough: (records) => {
      if (precision === undefined || toldRatio(plan, records) > precision) return undefined;
      return "the precision that was asked for is reached";
    },
  };
}

function headerOf({ grid, plan }: PlannedExperiment, { label, command, testbed }: Conduct) {
  const frameworks = listServers().map(
    ({ name, framework, frameworkVersion }) => [name, `${framework} ${frameworkVersion}`] as const,
  );
  const header: ExperimentHeader = {
    kind: "experiment",
    format: recordFormat,
    label,
    ...(command === undefined ? {} : { command }),
    startedAt: new Date().toISOString(),
    view: grid.view,
    plan,
    ...testbed.description,
    frameworks: Object.fromEntries(frameworks),
    runtimes: Object.fromEntries(runtimesOf(plan)),
    usualDriver: describeDriver(usualDriver),
  };
  return header;
}

function runtimesOf({ series }: Plan): readonly (readonly [string, string])[] {
  const names = new Set(series.flatMap(({ runtime }) => runtime ?? []));
  return [...names].map((name) => [name, describeRuntime(requireRuntime(name))]);
}

function codeOfThisTree(): (series: Series) => ServerCode {
  const servers = new Map(listServers().map((server) => [server.name, server]));
  return ({ server }) => {
    const found = servers.get(server);
    if (found === undefined) throw new RowbenchError("USAGE", `there is no server \`${server}\``);
    return { entry: found.entry };
  };
}
