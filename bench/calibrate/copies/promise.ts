import { formatDifference } from "../../report/text/format.ts";
import { type ColumnOf, tableOf } from "../../report/text/text-table.ts";
import { summarizeExperiment } from "../../results/summary/summarize.ts";
import { type Finding, judged, unavailable } from "../finding.ts";
import type { Section } from "../section.ts";
import type { Recording } from "./recording.ts";

/** The ratio of two series that a plan said would be told, and the one that was. */
interface Promised {
  readonly name: string;
  readonly promised: number;
  readonly told: number | undefined;
}

const tolerance = 0.2;

/** Whether runs could tell what their plans had promised, and what their hidden controls found. */
export function checkPromise(runs: readonly Recording[], copies: Recording): Section {
  return {
    title: "Promised and told",
    text: [
      "The difference of two series that the plan promised to tell beforehand, from the noise of earlier runs, and the one that the run could tell: half of all pairs are told apart from there on.",
      ...runs.flatMap(controlsOf),
    ],
    findings: runs.length === 0 ? [nothingPromised] : runs.map(promisedBy).map(findingOf),
    tables: [tableOf(columns, [...runs, copies].map(promisedBy))],
  };
}

function promisedBy({ name, read, load }: Recording): Promised {
  const summary = summarizeExperiment(read).loads.find((one) => one.load.name === load);
  return { name, promised: read.header.plan.promisedRatio, told: summary?.toldRatio };
}

function controlsOf({ name, read }: Recording): readonly string[] {
  const { controls } = summarizeExperiment(read).trust;
  return controls.length === 0 ? [] : [`Hidden controls of \`${name}\`: ${controls.join("; ")}.`];
}

const finding = "difference told / difference promised";
const target = `${1 - tolerance} to ${1 + tolerance}`;
const nothingPromised = unavailable(finding, target, "there is no ranking to look at");

function findingOf(row: Promised): Finding {
  const name = `${finding}: ${row.name}`;
  const share = shareOf(row);
  if (share === undefined) return unavailable(name, target, "it compares nothing");
  return judged({ name, target, measured: share.toFixed(2) }, Math.abs(share - 1) <= tolerance);
}

function shareOf({ promised, told }: Promised): number | undefined {
  return told === undefined ? undefined : (told - 1) / (promised - 1);
}

const columns: readonly ColumnOf<Promised>[] = [
  { title: "run", align: "left", cell: ({ name }) => name },
  { title: "promised", align: "right", cell: ({ promised }) => formatDifference(promised) },
  {
    title: "told",
    align: "right",
    cell: ({ told }) => (told === undefined ? "–" : formatDifference(told)),
  },
  { title: "told / promised", align: "right", cell: (row) => shareOf(row)?.toFixed(2) ?? "–" },
];
