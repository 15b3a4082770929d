import { compareSamples, type SampleComparison } from "../../statistics/samples.ts";
import type { Load } from "../records/load.ts";
import type { ReadRecords } from "../records/read-records.ts";
import type { ExperimentHeader } from "../records/records.ts";
import { seriesKey } from "../records/series.ts";
import { type FigureName, figureNames, figures, observationsOf } from "./figures.ts";

/** Two experiments beside each other, the later against the earlier. */
export interface RunsComparison {
  /** What else differs than what was measured; with any of it figures cannot be compared. */
  readonly differences: readonly string[];
  readonly rows: readonly ComparedSeries[];
}

/** One series under one load that both experiments hold. */
export interface ComparedSeries {
  readonly load: string;
  readonly series: string;
  readonly figures: Readonly<Partial<Record<FigureName, SampleComparison>>>;
}

const familyError = 0.05;

/**
 * Compares what both experiments hold. Their rounds have nothing to do with each other, so that
 * a drift of the machine between them is part of the difference: Welch's t test, at a family-wise
 * 5 % over all rows (Bonferroni).
 */
export function compareRuns(before: ReadRecords, after: ReadRecords): RunsComparison {
  const keys = new Set(before.header.plan.series.map(seriesKey));
  const added = after.header.plan.controls?.added ?? [];
  const shared = after.header.plan.series
    .map(seriesKey)
    .filter((key) => keys.has(key) && !added.includes(key));
  const loads = after.header.plan.loads.filter(({ name }) => loadNamed(before.header, name));
  const confidence = 1 - familyError / Math.max(1, shared.length * loads.length);
  return {
    differences: differencesBetween(before.header, after.header),
    rows: loads.flatMap(({ name: load }) =>
      shared.map((series) => ({
        load,
        series,
        figures: compareFigures(before, after, load, series, confidence),
      })),
    ),
  };
}

function compareFigures(
  before: ReadRecords,
  after: ReadRecords,
  load: string,
  series: string,
  confidence: number,
): ComparedSeries["figures"] {
  const valuesOf = ({ records }: ReadRecords, name: FigureName) =>
    observationsOf(records, load, name)
      .filter((one) => one.series === series)
      .map(({ value }) => value);
  const entries = figureNames.flatMap((name) => {
    const { better } = figures[name];
    const options = { better, confidence };
    const compared = compareSamples(valuesOf(after, name), valuesOf(before, name), options);
    return compared === undefined ? [] : [[name, compared] as const];
  });
  return Object.fromEntries(entries);
}

/** A sentence for each difference that makes figures incomparable. */
function differencesBetween(before: ExperimentHeader, after: ExperimentHeader): readonly string[] {
  return [
    ...facts.flatMap(({ name, of }) =>
      of(before) === of(after) ? [] : [`${name}: \`${of(before)}\` and \`${of(after)}\``],
    ),
    ...Object.entries(after.runtimes).flatMap(([name, version]) =>
      [before.runtimes[name] ?? version]
        .filter((earlier) => earlier !== version)
        .map((earlier) => `${name}: \`${earlier}\` and \`${version}\``),
    ),
    ...after.plan.loads.flatMap((load) =>
      describeLoadDifference(loadNamed(before, load.name), load),
    ),
  ];
}

const facts: readonly { readonly name: string; of(header: ExperimentHeader): string }[] = [
  { name: "machine", of: ({ machine: { cpu, cores } }) => `${cores} × ${cpu}` },
  { name: "system", of: ({ machine: { system } }) => system },
  { name: "runtime", of: ({ machine: { node } }) => `Node ${node}` },
  { name: "PostgreSQL", of: ({ database: { version, source } }) => `${version} (${source})` },
  { name: "driver", of: ({ usualDriver }) => usualDriver },
  { name: "Redis", of: ({ redis }) => (redis ? `${redis.version} (${redis.source})` : "none") },
  { name: "rows", of: ({ database: { rows } }) => `${rows}` },
];

function loadNamed({ plan }: ExperimentHeader, name: string): Load | undefined {
  return plan.loads.find((load) => load.name === name);
}

function describeLoadDifference(before: Load | undefined, after: Load): readonly string[] {
  if (before === undefined) return [`workload: only one of them measured \`${after.name}\``];
  const textOf = ({ workload, connections, connection, pipeline }: Load) =>
    `${workload.name}, ${connections} connections, ${connection}, ${pipeline} together`;
  const [first, second] = [textOf(before), textOf(after)];
  return first === second ? [] : [`load ${after.name}: \`${first}\` and \`${second}\``];
}
