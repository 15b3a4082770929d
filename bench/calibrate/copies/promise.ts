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

/** Whether a run could tell what its plan had promised, and what its hidden controls found. */
export function checkPromise(run: Recording | undefined, copies: Recording): Section {
  const rows = [...(run === undefined ? [] : [run]), copies].map(promisedBy);
  const controls = run === undefined ? [] : summarizeExperiment(run.read).trust.controls;
  return {
    title: "Promised and told",
    text: [
      "The difference of two series that the plan promised to tell beforehand, from the noise of earlier runs, and the one that the run could tell: half of all pairs are told apart from there on.",
      ...(controls.length === 0 || run === undefined
        ? []
        : [`Hidden controls of \`${run.name}\`: ${controls.join("; ")}.`]),
    ],
    findings: [findingOf(run && promisedBy(run))],
    tables: [tableOf(columns, rows)],
  };
}

function promisedBy({ name, read, load }: Recording): Promised {
  const summary = summarizeExperiment(read).loads.find((one) => one.load.name === load);
  return { name, promised: read.header.plan.promisedRatio, told: summary?.toldRatio };
}

function findingOf(row: Promised | undefined): Finding {
  const name = "difference told / difference promised";
  const target = `${1 - tolerance} to ${1 + tolerance}`;
  const share = row && shareOf(row);
  if (share === undefined) return unavailable(name, target, "there is no ranking to look at");
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
