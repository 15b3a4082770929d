import type { PairSummary } from "../../results/summary/compare-pairs.ts";
import type { ExperimentSummary } from "../../results/summary/summary.ts";
import { type Block, heading, sentencesBlock, tableBlock } from "../text/document.ts";
import { formatDifference } from "../text/format.ts";
import { tableOf } from "../text/text-table.ts";
import { verdictColumns } from "./verdict-columns.ts";

/** A line for each pair that was named beforehand and each load: what changed, and how surely. */
export function comparisonBlocks({ pairs }: ExperimentSummary): readonly Block[] {
  const columns = [
    { title: "pair", align: "left" as const, cell: ({ name }: PairSummary) => name },
    ...verdictColumns(pairs),
  ];
  return [
    heading("After against before"),
    ...tableBlock(tableOf(columns, pairs)),
    ...sentencesBlock(describePrecision(pairs)),
  ];
}

/** The widest interval says from which difference on no pair was missed. */
function describePrecision(pairs: readonly PairSummary[]): readonly string[] {
  const throughputs = pairs.flatMap(({ figures: { throughput } }) => throughput ?? []);
  if (throughputs.length === 0) return ["Nothing can be told: that takes two rounds at least."];
  const widest = Math.max(...throughputs.map(({ ratio, high }) => high / ratio));
  const rounds = Math.min(...throughputs.map((one) => one.rounds));
  return [
    `A difference of more than ${formatDifference(widest)} in req/s is told in every pair that has figures (by the differences within ${rounds} rounds or more, family-wise 5 %).`,
  ];
}
