import { describeRun } from "../../report/sentences/describe-run.ts";
import { formatPercent } from "../../report/text/format.ts";
import { type ColumnOf, tableOf } from "../../report/text/text-table.ts";
import { type FigureName, figures } from "../../results/summary/figures.ts";
import { summarizeExperiment } from "../../results/summary/summarize.ts";
import { fitBlocks, type Observation } from "../../statistics/blocks.ts";
import { compareAll } from "../../statistics/comparison.ts";
import { type Finding, judged } from "../finding.ts";
import type { Section } from "../section.ts";
import { binomialMost, binomialUpperBound } from "./binomial.ts";
import { figureIn, type Recording } from "./recording.ts";

/** Rounds of copies, cut into runs, in each of which no two may be told apart. */
interface FalseSeparations {
  readonly figure: FigureName;
  readonly runs: number;
  /** In which any two copies were told apart. */
  readonly separated: number;
}

const roundsOfRun = 4;
const familyError = 0.05;
const looked: readonly FigureName[] = ["throughput", "cpuUsPerRequest"];

/** A/A: how often copies of one server are told apart. */
export function checkFalseSeparations(recording: Recording): Section {
  const counts = looked.map((figure): FalseSeparations => {
    const runs = runsOf(figureIn(recording, figure));
    const { better } = figures[figure];
    const separated = runs.filter((run) => isAnySeparated(run, better)).length;
    return { figure, runs: runs.length, separated };
  });
  const series = recording.read.header.plan.series.length;
  const most = binomialMost(counts[0]?.runs ?? 0, familyError);
  return {
    title: `A/A: ${series} copies of one server`,
    text: [
      `\`${recording.name}\`: ${describeRun(summarizeExperiment(recording.read))}.`,
      `${recording.rounds} rounds of ${series} copies, cut into runs of ${roundsOfRun} consecutive rounds. All intervals of a run hold together in 95 % of runs: in 19 of 20 calibrations at most ${most} runs tell any two copies apart. None in 60 would bound the true share at 4.9 %.`,
    ],
    findings: counts.map(findingOf),
    tables: [tableOf(columns, counts)],
  };
}

/** Whole runs alone: what is left at the end is too little. */
function runsOf(observations: readonly Observation[]): readonly (readonly Observation[])[] {
  const rounds = Math.max(0, ...observations.map(({ round }) => round));
  return Array.from({ length: Math.floor(rounds / roundsOfRun) }, (_, run) =>
    observations.filter(({ round }) => Math.floor((round - 1) / roundsOfRun) === run),
  ).filter((run) => new Set(run.map(({ series }) => series)).size > 1);
}

function isAnySeparated(run: readonly Observation[], better: "higher" | "lower"): boolean {
  const { pairs } = compareAll(fitBlocks(run), { better, familyError });
  return pairs.some(({ verdict }) => verdict === "faster" || verdict === "slower");
}

function findingOf({ figure, runs, separated }: FalseSeparations): Finding {
  const most = binomialMost(runs, familyError);
  return judged(
    {
      name: `runs of copies with a false separation, by ${names[figure]}`,
      target: `at most ${most} of ${runs}, which is a true share of ${formatPercent(familyError)}`,
      measured: `${separated} of ${runs}`,
    },
    runs > 0 && separated <= most,
  );
}

const names: Readonly<Record<FigureName, string>> = {
  throughput: "req/s",
  cpuUsPerRequest: "CPU time per request",
  p50Us: "P50",
  p99Us: "P99",
};

const columns: readonly ColumnOf<FalseSeparations>[] = [
  { title: "by", align: "left", cell: ({ figure }) => names[figure] },
  { title: "runs", align: "right", cell: ({ runs }) => `${runs}` },
  { title: "with a false separation", align: "right", cell: ({ separated }) => `${separated}` },
  {
    title: "true share at most (95 %)",
    align: "right",
    cell: ({ runs, separated }) => formatPercent(binomialUpperBound(separated, runs)),
  },
];
