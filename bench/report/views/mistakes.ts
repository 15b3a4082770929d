import type { MistakeCase, MistakeView, View } from "../../results/records/view.ts";
import type { FigureName } from "../../results/summary/figures.ts";
import type { ExperimentSummary, LoadSummary } from "../../results/summary/summary.ts";
import type { Comparison } from "../../statistics/comparison.ts";
import { seriesIn } from "../sentences/shown-series.ts";
import { describeToldOfAll } from "../sentences/told.ts";
import { type Block, heading, listBlock, sentencesBlock, tableBlock } from "../text/document.ts";
import { formatRatio } from "../text/format.ts";
import { type ColumnOf, tableOf } from "../text/text-table.ts";
import { formatCommonRate } from "./latency-cells.ts";

/** So many of those that surely cost something stand in front. */
const mostCostly = 8;

/** A mistake in one cell, or in those where it cannot be made. */
interface Line {
  readonly title: string;
  readonly cell: string;
  /** Absent where it cannot be made, or was not measured. */
  readonly throughput?: Comparison | undefined;
  figure(name: FigureName): string;
}

/** What each mistake costs in each cell, against the same server without it. */
export function mistakesBlocks(
  { header: { plan }, loads }: ExperimentSummary,
  { mistakes }: Extract<View, { kind: "mistakes" }>,
): readonly Block[] {
  const lines = loads.map((load) => ({
    load,
    lines: linesUnder(load, mistakesUnder(load, loads, mistakes)),
  }));
  return [
    ...costliestBlocks(lines.flatMap((one) => one.lines)),
    ...lines.flatMap(({ load, lines: own }) => loadBlocks(load, own)),
    ...sentencesBlock([
      "Each ratio is the server with the mistake / without it; the intervals hold for all pairs of a workload at once (family-wise 5 %), and one that holds 1 tells no cost.",
      ...describeToldOfAll(loads, plan, "servers"),
    ]),
    ...listBlock(mistakes.map(({ title, why }) => `${title}: ${why}`)),
  ];
}

/** Each mistake where it surely costs most, the costliest first. */
function costliestBlocks(lines: readonly Line[]): readonly Block[] {
  const sure = lines.filter(isSure).toSorted(byCost);
  const shown = [...Map.groupBy(sure, ({ title }) => title).values()]
    .flatMap(([worst]) => worst ?? [])
    .slice(0, mostCostly);
  const [title, cell] = nameColumns;
  const columns = [title, { ...cell, title: "costs most in" }, ...figureColumns("P99")];
  if (shown.length === 0) return sentencesBlock(["No mistake is told to cost any req/s here."]);
  return [heading("Mistakes that cost most"), ...tableBlock(tableOf(columns, shown))];
}

function loadBlocks({ load, commonRate }: LoadSummary, lines: readonly Line[]): readonly Block[] {
  const columns = [...nameColumns, ...figureColumns(`P99 ${formatCommonRate(commonRate)}`)];
  return [
    heading(`What the usual mistakes cost: ${load.name}`),
    ...tableBlock(tableOf(columns, lines)),
  ];
}

const nameColumns = [
  { title: "mistake", align: "left", cell: ({ title }) => title },
  { title: "cell", align: "left", cell: ({ cell }) => cell },
] as const satisfies readonly ColumnOf<Line>[];

function figureColumns(latency: string): readonly ColumnOf<Line>[] {
  const columnOf = (name: FigureName, title: string, spare?: number): ColumnOf<Line> => ({
    title,
    align: "left",
    ...(spare !== undefined && { spare }),
    cell: ({ figure }) => figure(name),
  });
  return [
    columnOf("throughput", "req/s, with / without"),
    columnOf("p99Us", latency, 2),
    columnOf("cpuUsPerRequest", "CPU/req", 1),
  ];
}

/** Whether a mistake surely costs requests. */
function isSure({ throughput }: Line): boolean {
  return throughput !== undefined && throughput.high < 1;
}

/** Sure costs first, by what they are at least; then the others as they seem, and last what is unknown. */
function byCost(a: Line | undefined, b: Line | undefined): number {
  return placeOf(a) - placeOf(b);
}

function placeOf(line: Line | undefined): number {
  if (line?.throughput === undefined) return Number.MAX_VALUE;
  const { high, ratio } = line.throughput;
  return isSure(line) ? high : 1 + ratio;
}

/** Those that this load shows; the first one has those too that cannot be made in any cell. */
function mistakesUnder(
  { load }: LoadSummary,
  [first, ...others]: readonly LoadSummary[],
  mistakes: readonly MistakeView[],
): readonly MistakeView[] {
  const names = [first, ...others].map((one) => one?.load.name);
  const isFirst = load === first?.load;
  return mistakes.filter(
    (mistake) => mistake.load === load.name || (isFirst && !names.includes(mistake.load)),
  );
}

/** The mistakes that cost most first, and of each its cells likewise. */
function linesUnder(load: LoadSummary, mistakes: readonly MistakeView[]): readonly Line[] {
  return mistakes
    .map(({ title, cases }) => [
      ...madeLines(title, cases, load).toSorted(byCost),
      ...impossibleLines(title, cases),
    ])
    .toSorted(([a], [b]) => byCost(a, b))
    .flat();
}

function madeLines(
  title: string,
  cases: readonly MistakeCase[],
  load: LoadSummary,
): readonly Line[] {
  return cases.flatMap((one): readonly Line[] => {
    if (one.kind === "impossible") return [];
    const { cell, tuned, mistaken } = one;
    const ratioOf = (name: FigureName) => load.comparisons[name]?.between(mistaken, tuned);
    const figure = (name: FigureName) =>
      name === "p99Us" && isSaturated(load, mistaken) ? "saturated" : formatRatio(ratioOf(name));
    return [{ title, cell, throughput: ratioOf("throughput"), figure }];
  });
}

/** It carries less than the rate that latencies are compared at. */
function isSaturated(load: LoadSummary, series: string): boolean {
  return seriesIn(load, series)?.paces.common?.kind === "saturated";
}

/** Cells in which a mistake cannot be made for the same reason share a line. */
function impossibleLines(title: string, cases: readonly MistakeCase[]): readonly Line[] {
  const impossible = cases.filter((one) => one.kind === "impossible");
  return [...Map.groupBy(impossible, ({ reason }) => reason)].map(([reason, own]) => ({
    title,
    cell: own.map(({ cell }) => cell).join(", "),
    figure: (name) => (name === "throughput" ? `cannot be made: ${reason}` : ""),
  }));
}
