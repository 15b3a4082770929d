import { type FigureName, figureNames } from "../../results/summary/figures.ts";
import type { RatioInterval, Verdict } from "../../statistics/verdict.ts";
import { formatRatio } from "../text/format.ts";
import type { ColumnOf } from "../text/text-table.ts";

interface Judged extends RatioInterval {
  readonly verdict: Verdict;
}

/** The later of two, by each figure that both have. */
export interface ComparedFigures {
  readonly load: string;
  readonly figures: Readonly<Partial<Record<FigureName, Judged>>>;
}

const titles = {
  throughput: "req/s",
  cpuUsPerRequest: "CPU/req",
  p50Us: "P50",
  p99Us: "P99",
} as const satisfies Record<FigureName, string>;

/**
 * The ratio after / before of throughput and of each other figure that any row has, with interval
 * and verdict: `1.05 [1.02, 1.08] faster`. The loads have a column where there are several.
 */
export function verdictColumns<Row extends ComparedFigures>(
  rows: readonly Row[],
): readonly ColumnOf<Row>[] {
  const loads = new Set(rows.map(({ load }) => load));
  const present = figureNames.filter(
    (name) => name === "throughput" || rows.some(({ figures }) => name in figures),
  );
  return [
    ...(loads.size > 1
      ? [{ title: "load", align: "left", cell: ({ load }: Row) => load } as const]
      : []),
    ...present.map((name) => ({
      title: `${titles[name]}, after / before`,
      align: "left" as const,
      cell: ({ figures }: Row) => formatVerdict(figures[name], name),
    })),
  ];
}

/** Less CPU time is no speed. */
const costVerdicts = {
  faster: "cheaper",
  slower: "costlier",
  equivalent: "equivalent",
  "cannot tell": "cannot tell",
} as const satisfies Record<Verdict, string>;

function formatVerdict(judged: Judged | undefined, name: FigureName): string {
  if (judged === undefined) return "–";
  const verdict = name === "cpuUsPerRequest" ? costVerdicts[judged.verdict] : judged.verdict;
  return `${formatRatio(judged)} ${verdict}`;
}
