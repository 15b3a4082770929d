import { seriesKey } from "../../results/records/series.ts";
import type {
  DisturbedSeries,
  ExperimentSummary,
  LoadSummary,
} from "../../results/summary/summary.ts";
import { type Labels, labelOf } from "../sentences/labels.ts";
import { type Block, sentencesBlock, tableBlock } from "../text/document.ts";
import { formatCount, formatRange } from "../text/format.ts";
import { type ColumnOf, tableOf } from "../text/text-table.ts";

/** A line of the table: a series under a load. */
interface Line extends DisturbedSeries {
  readonly load: string;
}

/**
 * Of loads under which the machine spoilt everything: what was answered all the same, without
 * places and comparisons.
 */
export function disturbedBlocks({ loads }: ExperimentSummary, labels: Labels): readonly Block[] {
  const lines = loads.flatMap(linesOf);
  if (lines.length === 0) return [];
  return [
    ...sentencesBlock([
      `DISTURBED: ${describeTaken(lines)}. Nobody is ranked or compared; what was answered meanwhile:`,
    ]),
    ...tableBlock(tableOf(columnsOf(lines, labels), lines)),
  ];
}

function linesOf({ load, disturbed }: LoadSummary): readonly Line[] {
  return disturbed.map((one) => ({ ...one, load: load.name }));
}

function describeTaken(lines: readonly Line[]): string {
  const taken = formatTaken(lines.flatMap(({ takenShares }) => takenShares));
  if (taken === undefined) return "this machine was not itself in any slice that was measured";
  return `other programs and the hypervisor took ${taken} % of this machine's processors`;
}

function columnsOf(lines: readonly Line[], labels: Labels): readonly ColumnOf<Line>[] {
  const hasLoads = new Set(lines.map(({ load }) => load)).size > 1;
  return [
    ...(hasLoads
      ? [{ title: "load", align: "left" as const, cell: ({ load }: Line) => load }]
      : []),
    {
      title: "not ranked",
      align: "left",
      cell: ({ series }) => labelOf(labels, seriesKey(series)),
    },
    { title: "req/s", align: "right", cell: ({ throughput }) => formatCount(throughput.value) },
    {
      title: "lowest – highest round",
      align: "right",
      cell: ({ throughput: { low, high } }) => formatRange([low, high], formatCount),
    },
    {
      title: "others took, %",
      align: "right",
      cell: ({ takenShares }) => formatTaken(takenShares) ?? "–",
    },
  ];
}

/** Percent from the least to the most; undefined where the system does not tell. */
function formatTaken(shares: readonly number[]): string | undefined {
  if (shares.length === 0) return undefined;
  return formatRange(shares, (share) => String(Math.round(share * 100)));
}
