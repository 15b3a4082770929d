import type { Plan } from "../../results/records/records.ts";
import { type Series, seriesKey } from "../../results/records/series.ts";
import type { LoadSummary, SeriesSummary } from "../../results/summary/summary.ts";
import type { RoundValues } from "../../statistics/ratios-by-round.ts";

/** The series that a report is about, in the plan's order; those added as controls are none. */
export function shownSeries({ series, controls }: Plan): readonly Series[] {
  return series.filter((one) => !controls?.added.includes(seriesKey(one)));
}

/** What a load has of a series; undefined where no round of it counts. */
export function seriesIn({ ranked }: LoadSummary, key: string): SeriesSummary | undefined {
  return ranked.find((one) => one.key === key);
}

/** Figures by round, as the statistics take them. */
export function roundValuesOf(byRound: Readonly<Record<number, number>> | undefined): RoundValues {
  const entries = Object.entries(byRound ?? {});
  return new Map(entries.map(([round, value]) => [Number(round), value]));
}
