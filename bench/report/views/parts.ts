import type { View } from "../../results/records/view.ts";
import type { ExperimentSummary, LoadSummary } from "../../results/summary/summary.ts";
import {
  decidingPart,
  type PartChange,
  type PartSpan,
  spansOf,
} from "../../statistics/part-ratios.ts";
import { describeToldOfAll } from "../sentences/told.ts";
import { type Block, heading, sentencesBlock, tableBlock } from "../text/document.ts";
import { formatFactor, formatRatio } from "../text/format.ts";
import { type ColumnOf, tableOf } from "../text/text-table.ts";

/** A line for each changed part, a column for each load; and which part decides most. */
export function partsBlocks(
  { header: { plan }, loads }: ExperimentSummary,
  { base, changes }: Extract<View, { kind: "parts" }>,
): readonly Block[] {
  const columns: readonly ColumnOf<PartChange>[] = [
    { title: "× base", align: "left", cell: ({ part }) => part },
    { title: "", align: "left", cell: ({ value }) => value },
    ...loads.map((load) => ratioColumn(load, base)),
  ];
  return [
    heading(`What decides: one part changed at a time, against ${base}`),
    ...tableBlock(tableOf(columns, changes)),
    ...sentencesBlock([
      ...loads.flatMap((load) => describeSpans(load, changes, base)),
      ...describeToldOfAll(loads, plan, "two choices"),
    ]),
  ];
}

function ratioColumn({ load, comparisons }: LoadSummary, base: string): ColumnOf<PartChange> {
  return {
    title: load.name,
    align: "right",
    cell: ({ series }) => formatRatio(comparisons.throughput?.between(series, base)),
  };
}

function describeSpans(
  { load, comparisons: { throughput } }: LoadSummary,
  changes: readonly PartChange[],
  base: string,
): readonly string[] {
  const spans = throughput === undefined ? [] : spansOf(throughput, changes, base);
  if (spans.length === 0) return [];
  return [
    `${load.name}: ${describeDeciding(spans)} Fastest / slowest choice: ${spans.map(formatSpan).join(", ")}.`,
  ];
}

function describeDeciding(spans: readonly PartSpan[]): string {
  const deciding = decidingPart(spans);
  if (deciding.kind === "decided") return `the ${deciding.part} decides most.`;
  return `it cannot be told which decides most, ${deciding.parts.join(" or ")}.`;
}

/** `framework 1.40 [1.20, 1.60]`, where 1 says that no two choices are told apart. */
function formatSpan({ part, observed, atLeast, atMost }: PartSpan): string {
  const [seen, low, high] = [observed, atLeast, atMost].map(formatFactor);
  return `${part} ${seen} [${low}, ${high}]`;
}
