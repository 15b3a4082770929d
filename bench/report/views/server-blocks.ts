import { usualRuntime } from "../../results/records/machine.ts";
import { describeSettings, formatModel, type Series } from "../../results/records/series.ts";
import type { ExperimentSummary, SeriesSummary } from "../../results/summary/summary.ts";
import { describeRun } from "../sentences/describe-run.ts";
import { glossaryOf } from "../sentences/glossary.ts";
import { differingSettings } from "../sentences/labels.ts";
import { shownSeries } from "../sentences/shown-series.ts";
import { describeDistrust, describeTrust } from "../sentences/trust.ts";
import { type Block, heading, listBlock, sentencesBlock, tableBlock } from "../text/document.ts";
import { formatCount, formatRatio } from "../text/format.ts";
import { type ColumnOf, tableOf } from "../text/text-table.ts";
import { rankingColumns } from "./ranking-columns.ts";
import {
  baselineServer,
  type CostAboveBaseline,
  type DifferenceUs,
  type ServerDescription,
  type ServerUnderLoad,
} from "./server.ts";

/** The title of the page; says first where the run is not to be trusted. */
export function serverTitle(
  { trust }: ExperimentSummary,
  { server, framework }: ServerDescription,
): string {
  return `${trust.kind === "untrusted" ? "UNTRUSTED: " : ""}${server} (${framework})`;
}

/** What stands on the page of a server, whatever its form. */
export function serverBlocks(
  summary: ExperimentSummary,
  description: ServerDescription,
): readonly Block[] {
  const own = serverFigures(summary, description);
  return [
    ...sentencesBlock(describeDistrust(summary)),
    ...own,
    ...sentencesBlock([
      ...glossaryOf(own),
      "A rank is the place among all cells of the run, not among those of this server.",
    ]),
    ...sentencesBlock(describeTrust(summary)),
    ...sentencesBlock([`${describeRun(summary)}.`, ...describeRepeat(summary)]),
  ];
}

/** Its figures alone, where what qualifies them stands beside. */
export function serverFigures(
  summary: ExperimentSummary,
  description: ServerDescription,
): readonly Block[] {
  return [
    ...description.loads.flatMap((load) => loadBlocks(summary, load)),
    ...listBlock(listMissing(description)),
  ];
}

function loadBlocks({ header }: ExperimentSummary, under: ServerUnderLoad): readonly Block[] {
  const { load, cells } = under;
  const settings = differingSettings(shownSeries(header.plan));
  const columns = rankingColumns(load, settings, usualRuntime(header.machine));
  const own = columns.filter(({ title }) => title !== "ties" && title !== "server");
  return [
    heading(`${load.load.name}, ${load.load.connections} connections`),
    ...sentencesBlock(describeBest(under)),
    ...tableBlock(tableOf(own, cells)),
    ...tableBlock(tableOf(costColumns, under.costs)),
  ];
}

function describeBest({ best, cells, load }: ServerUnderLoad): readonly string[] {
  if (best === undefined) return ["No cell of it has figures."];
  const { cell, tied } = best;
  const reached = `${formatCount(cell.throughput.value)} requests/s`;
  if (cells.length === 1) return [`\`${labelOf(cell)}\` reaches ${reached}.`];
  if (load.comparisons.throughput === undefined || tied.length === 0)
    return [`Its best model is \`${labelOf(cell)}\` with ${reached}.`];
  const names = tied.map((one) => `\`${labelOf(one)}\``).join(", ");
  return [`\`${labelOf(cell)}\` reaches most, ${reached}; this run cannot tell it from ${names}.`];
}

function labelOf({ series }: SeriesSummary): string {
  return modelLabel(series);
}

/** `cluster×2, on bun`: what tells the cells of one server apart. */
function modelLabel(series: Series): string {
  return [formatModel(series), ...describeSettings(series)].join(", ");
}

const costColumns: readonly ColumnOf<CostAboveBaseline>[] = [
  { title: `against ${baselineServer}`, align: "left", cell: ({ cell }) => labelOf(cell) },
  {
    title: "req/s, ×",
    align: "left",
    cell: ({ throughput }) => `${formatRatio(throughput)} ${throughput.verdict}`,
  },
  {
    title: "CPU/req, ×",
    align: "right",
    spare: 1,
    cell: ({ cpuRatio }) => formatRatio(cpuRatio),
  },
  { title: "CPU µs/req above it", align: "right", cell: ({ cpuUs }) => formatDifferenceUs(cpuUs) },
];

function formatDifferenceUs(difference: DifferenceUs | undefined): string {
  if (difference === undefined) return "–";
  const [mean, low, high] = [difference.difference, difference.low, difference.high].map(
    formatSigned,
  );
  return `${mean} [${low}, ${high}]`;
}

function formatSigned(value: number): string {
  if (!Number.isFinite(value)) return "∞";
  return `${value < 0 ? "−" : "+"}${Math.abs(value).toFixed(1)}`;
}

function listMissing({ loads, unavailable }: ServerDescription): readonly string[] {
  return [
    ...loads.flatMap(({ load, refused, cells }) => [
      ...refused.map(
        ({ series, reasons }) =>
          `${load.load.name}: ${modelLabel(series)} refused: ${reasons.join("; ")}`,
      ),
      ...cells
        .filter(({ refusals }) => refusals.length > 0)
        .map(
          ({ series, refusals }) =>
            `${load.load.name}: ${modelLabel(series)} in part refused: ${refusals.join("; ")}`,
        ),
    ]),
    ...unavailable.map(({ model, runtime, reason }) => {
      const where = runtime === undefined ? "" : ` on ${runtime}`;
      return `${model}${where} unavailable: ${reason}`;
    }),
  ];
}

/** The seed that was drawn gives the same orders and arrivals again. */
function describeRepeat({ header: { command, plan } }: ExperimentSummary): readonly string[] {
  if (command === undefined) return [];
  const seed = /(?:^| )--seed[ =]/.test(command) ? "" : ` --seed ${plan.seed}`;
  return [`To repeat it: \`${command.replaceAll("`", "'")}${seed}\`.`];
}
