import { formatPercent } from "../../report/text/format.ts";
import { type ColumnOf, type TextTable, tableOf } from "../../report/text/text-table.ts";
import type { ReplayResult } from "../../statistics/replay.ts";

/** What runs of a design find of a true effect; its ratio is 1 for no effect. */
export interface Power {
  readonly effect: number;
  readonly pair: ReplayResult;
  readonly twelve: ReplayResult;
}

/** A row for each effect. */
export function powerTable(powers: readonly Power[]): TextTable {
  return tableOf(columns, powers);
}

const columns: readonly ColumnOf<Power>[] = [
  { title: "true effect", align: "left", cell: ({ effect }) => formatEffect(effect) },
  ...(["pair", "twelve"] as const).flatMap((kind): readonly ColumnOf<Power>[] => {
    const name = kind === "pair" ? "two cells" : "twelve cells";
    return [
      {
        title: `${name}: told apart`,
        align: "right",
        cell: ({ effect, [kind]: power }) => formatPercent(toldApart(effect, power)),
      },
      {
        title: `${name}: all intervals hold`,
        align: "right",
        cell: ({ [kind]: power }) => formatPercent(power.covered),
      },
    ];
  }),
];

/** Without an effect any separation is a false one. */
function toldApart(effect: number, { found, falseSeparations }: ReplayResult): number {
  return effect === 1 ? falseSeparations : found;
}

/** `5 %` of the ratio 1.05, `none` of 1. */
export function formatEffect(effect: number): string {
  return effect === 1 ? "none" : `${Math.round((effect - 1) * 100)} %`;
}
