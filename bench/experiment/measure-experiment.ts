import type { Glimpse } from "../load/index.ts";
import { isMeasuredUnder, type Load } from "../results/records/load.ts";
import type { ExperimentRecord, Plan, RoundRecord } from "../results/records/records.ts";
import { environmentOf, type Series, seriesKey } from "../results/records/series.ts";
import { createRandom } from "../statistics/random.ts";
import { shuffle } from "../statistics/shuffle.ts";
import type { ServerCode } from "./code/server-code.ts";
import { watchDisturbance } from "./disturbance.ts";
import type { ReportEvent } from "./events.ts";
import type { Rounds } from "./grids/rounds.ts";
import { type GroupContext, measureGroup } from "./group.ts";
import { createHeadroom } from "./headroom.ts";
import { isLatencyRound, planLatencyRounds } from "./plan/latency-rounds.ts";
import { Pacing } from "./plan/pacing.ts";
import { groupsOfRound, sizeOfRound } from "./plan/passes.ts";
import type { Instruments } from "./slice.ts";
import type { Start } from "./start.ts";
import type { ServerStart, Testbed } from "./testbed/testbed.ts";

/** What an experiment needs beside its plan. */
export interface ExperimentContext {
  readonly plan: Plan;
  readonly codeOf: (series: Series) => ServerCode;
  readonly testbed: Testbed;
  readonly rounds: Rounds;
  /** Writes a record where it survives a crash. */
  readonly save: (record: ExperimentRecord) => void;
  readonly report: ReportEvent;
  /** Whether anybody wants to see what a loop does while it runs. */
  readonly isWatched?: boolean;
  /** Aborting ends the experiment after at most a moment; finished rounds stay. */
  readonly signal: AbortSignal;
}

/** A budget may be overrun by a tenth: a planned round is worth more than the last minute. */
const tolerance = 1.1;

/**
 * Measures every series under every load, round by round, each freshly started in a seeded random
 * order. Ends early, and says so, when another round as long as the longest so far would overrun
 * the budget, or when it has told enough: on time or width, never on a verdict.
 */
export async function measureExperiment(context: ExperimentContext): Promise<void> {
  const { testbed, plan, signal, report } = context;
  try {
    const headroom = createHeadroom(testbed, plan, signal);
    (await headroom.measure()).forEach(context.save);
    const onGlimpse = (glimpse: Glimpse) => report({ kind: "glimpse", glimpse });
    const watch = context.isWatched ? { onGlimpse } : {};
    await measureRounds(context, { testbed, headroom, signal, ...watch });
  } catch (error) {
    if (!signal.aborted) throw error;
    report({ kind: "early-end", reason: "it was stopped" });
  }
}

async function measureRounds(context: ExperimentContext, instruments: Instruments): Promise<void> {
  const { plan, report, rounds } = context;
  const records: ExperimentRecord[] = [];
  const round = createRound(context, instruments, records);
  const startedAt = performance.now();
  for (let number = 1; number <= plan.rounds; number += 1) {
    const elapsedMs = performance.now() - startedAt;
    if (number > 1 && elapsedMs + round.expectedMs(number) > plan.budget * tolerance) {
      const reason = `the budget has no room for round ${number} of ${plan.rounds}`;
      return report({ kind: "early-end", reason });
    }
    const enough = number > 1 ? rounds.enough?.(records) : undefined;
    if (enough !== undefined) return report({ kind: "early-end", reason: enough });
    if (!(await round.measure(number))) return;
  }
}

/** Measures rounds, and knows from those before how long the next one takes. */
interface RoundMeasurer {
  expectedMs(number: number): number;
  /** False for a round without series, which ends the experiment. */
  measure(number: number): Promise<boolean>;
}

function createRound(
  context: ExperimentContext,
  instruments: Instruments,
  records: ExperimentRecord[],
): RoundMeasurer {
  const { plan, save, report, rounds } = context;
  const keep = (record: ExperimentRecord) => {
    records.push(record);
    save(record);
  };
  const pacing = new Pacing(plan.loads);
  let latencyRounds = plan.rounds === 1 ? planLatencyRounds(plan, pacing) : undefined;
  const groups = groupContext(context, instruments, pacing, () => latencyRounds, keep);
  let groupsDone = 0;
  const nextGroup = () => {
    groupsDone += 1;
    return groupsDone;
  };
  const longest = new Map<boolean, number>();
  return {
    expectedMs: (number) => longest.get(isLatencyRound(latencyRounds, number)) ?? 0,
    measure: async (number) => {
      const startedAt = performance.now();
      const series = rounds.seriesOf(number, records);
      if (series.length === 0) return false;
      if (wasGeneratorLimit(records, number - 1))
        (await instruments.headroom.measure()).forEach(keep);
      const all = [...series, ...controlsOf(plan, number)];
      await measureSeries(context, groups, nextGroup, number, all);
      if (number === 1) {
        settleRates(plan, pacing, keep, report);
        latencyRounds ??= planLatencyRounds(plan, pacing);
      }
      const elapsedMs = performance.now() - startedAt;
      const kind = isLatencyRound(latencyRounds, number);
      longest.set(kind, Math.max(elapsedMs, longest.get(kind) ?? 0));
      const record: RoundRecord = { kind: "round", round: number, elapsedMs };
      keep(record);
      report({ kind: "round", record, rounds: plan.rounds });
      return true;
    },
  };
}

/** Whether a slice of that round was refused for the generator's sake. */
function wasGeneratorLimit(records: readonly ExperimentRecord[], round: number): boolean {
  return records.some(
    (record) =>
      record.kind === "slice" &&
      record.round === round &&
      record.refusals.some(({ gate }) => gate === "generator"),
  );
}

function groupContext(
  { plan, report }: ExperimentContext,
  instruments: Instruments,
  pacing: Pacing,
  latencyRounds: GroupContext["latencyRounds"],
  keep: (record: ExperimentRecord) => void,
): Omit<GroupContext, "onStart"> {
  const disturbance = watchDisturbance();
  return {
    instruments,
    durations: plan.durations,
    seed: plan.seed,
    pacing,
    latencyRounds,
    disturbance,
    onLoop: (loop) => report({ kind: "loop", loop }),
    onFailure: (record) => {
      keep(record);
      report({ kind: "failure", record });
    },
    emit: (record) => {
      keep(record);
      report({ kind: "slice", record });
      const reason = disturbance.note(record);
      if (reason !== undefined) report({ kind: "disturbance", reason });
    },
  };
}

/** The first round is the pilot: it tells which rate all can carry. */
function settleRates(
  { loads }: Plan,
  pacing: Pacing,
  keep: (record: ExperimentRecord) => void,
  report: ReportEvent,
): void {
  for (const load of loads) {
    const isOpen = load.paces.some((pace) => pace.name === "common" && pace.rate === undefined);
    const record = isOpen ? pacing.settle(load) : undefined;
    if (record === undefined) continue;
    keep(record);
    report({ kind: "rate", record });
  }
}

/** Measures one round: in groups that take turns, or every start by itself. */
async function measureSeries(
  { plan, codeOf, report }: ExperimentContext,
  context: Omit<GroupContext, "onStart">,
  nextGroup: () => number,
  round: number,
  series: readonly Series[],
): Promise<void> {
  const random = createRandom(plan.seed + round);
  const loadsOfSeries = (one: Series) => loadsOf(plan, seriesKey(one));
  const groups = groupsOfRound(plan, series, loadsOfSeries, random);
  const size = sizeOfRound(groups, loadsOfSeries, plan.durations.turns);
  let place = 0;
  const startOf = (one: Series, group: number): Start => {
    place += 1;
    const position = { round, group, position: place, series: seriesKey(one) };
    const { hasLookUpsAlone = false, ...code } = codeOf(one);
    const start = serverStart(one, code);
    return { position, series: one, start, hasLookUpsAlone, loads: loadsOfSeries(one) };
  };
  const onStart = ({ position }: Start) => report({ kind: "start", position, round: size });
  for (const { series: own, loads, takesTurns } of groups) {
    const group = nextGroup();
    const starts = own.map((one) => startOf(one, group));
    for (const together of takesTurns ? [starts] : starts.map((one) => [one]))
      await measureGroup({ ...context, onStart }, together, shuffle(loads, random), random);
  }
}

/** The series that are there for the controls alone, in the rounds that hold them. */
function controlsOf({ series, controls }: Plan, round: number): readonly Series[] {
  if (controls === undefined || (round - 1) % controls.everyRounds !== 0) return [];
  return series.filter((one) => controls.added.includes(seriesKey(one)));
}

function loadsOf({ loads, controls }: Plan, series: string): readonly Load[] {
  if (controls?.added.includes(series)) return loads.filter(({ name }) => name === controls.load);
  return loads.filter((load) => isMeasuredUnder(load, series));
}

function serverStart(series: Series, code: ServerCode): ServerStart {
  const { model, workers, runtime, topology } = series;
  return {
    ...code,
    model,
    workers,
    settings: environmentOf(series),
    ...(runtime !== undefined && { runtime }),
    ...(topology !== undefined && { topology }),
  };
}
