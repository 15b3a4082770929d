import { type PaceName, paceNames } from "../../results/records/load.ts";
import type {
  LoadSummary,
  PercentileSummary,
  SeriesSummary,
} from "../../results/summary/summary.ts";
import { formatMicroseconds } from "../text/format.ts";
import { type Labels, labelOf } from "./labels.ts";

/** A P99 that differs by more than this factor from the one without the generator's lag is named. */
const worthNaming = 1.1;

const paceTitles = {
  common: "",
  half: " at 50 % of its own",
  high: " at 80 % of its own",
  objective: " in search of its rate",
} as const satisfies Record<PaceName, string>;

/** Which P99 owe more than a tenth to the generator's own lag, and what is left of them without. */
export function describeLagShares(
  loads: readonly LoadSummary[],
  labels: Labels,
): readonly string[] {
  const named = loads.flatMap(({ load, ranked }) =>
    ranked.flatMap((series) =>
      laggingPaces(series).map(({ pace, p99Us }) => {
        const where = loads.length > 1 ? ` under ${load.name}` : "";
        const [without, withLag] = [p99Us.withoutLagUs, p99Us.medianUs].map(formatMicroseconds);
        return `${labelOf(labels, series.key)}${paceTitles[pace]}${where} ${without} instead of ${withLag}`;
      }),
    ),
  );
  if (named.length === 0) return [];
  return [`P99 without the generator's own lag, where that makes a tenth: ${named.join("; ")}.`];
}

interface LaggingPace {
  readonly pace: PaceName;
  readonly p99Us: PercentileSummary;
}

function laggingPaces({ paces }: SeriesSummary): readonly LaggingPace[] {
  return paceNames.flatMap((name): LaggingPace[] => {
    const pace = paces[name];
    if (pace?.kind !== "measured" || pace.p99Us === undefined) return [];
    const { medianUs, withoutLagUs } = pace.p99Us;
    return medianUs > worthNaming * withoutLagUs ? [{ pace: name, p99Us: pace.p99Us }] : [];
  });
}
