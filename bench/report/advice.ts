import type { Verdict } from "../statistics/verdict.ts";
import { formatCount } from "./columns.ts";
import { formatRatio, type TextTable } from "./text-table.ts";

const standings = { best: "best", tie: "cannot tell from the best", slower: "slower" } as const;

/** A line for each model; `requestsEach` requests of the load stand for one of the person's. */
export function adviceTable(verdicts: readonly Verdict[], requestsEach: number): TextTable {
  return [
    ["model", "requests/s", "× the best", ""],
    ...verdicts.map(({ series, throughput, ratioToBest, standing }) => [
      series,
      formatCount(throughput / requestsEach),
      ratioToBest === undefined ? "1" : formatRatio(ratioToBest),
      standings[standing],
    ]),
  ];
}

/** The answer in a sentence or two. */
export function formatAdvice(condition: string, verdicts: readonly Verdict[]): readonly string[] {
  const leaders = verdicts.filter(({ standing }) => standing !== "slower");
  const [next] = verdicts.filter(({ standing }) => standing === "slower");
  if (leaders.length === 0) return ["Nothing was measured."];
  const names = leaders.map(({ series }) => series).join(", ");
  const best =
    leaders.length === 1
      ? `For ${condition} the best model on this machine is ${names}.`
      : `For ${condition} this machine cannot tell ${names} apart.`;
  return next?.ratioToBest === undefined
    ? [best]
    : [best, `Next is ${next.series}, ${formatRatio(next.ratioToBest)} × the best.`];
}
