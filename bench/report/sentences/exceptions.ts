import { cellName } from "../../results/records/series.ts";
import type { ExperimentSummary, LoadSummary } from "../../results/summary/summary.ts";
import { formatNumberOf, oneLine } from "../text/format.ts";
import { type Labels, labelOf } from "./labels.ts";

/**
 * What has no figures or lost some, each with its reason: refused series and slices, rounds without
 * a steady state, unavailable cells, lines of the samples that cannot be read.
 */
export function listExceptions(summary: ExperimentSummary, labels: Labels): readonly string[] {
  const { loads, header, problems } = summary;
  return [
    ...withLoads(loads, ({ refused }) => refused.map((one) => describe(one, "refused", labels))),
    ...withLoads(loads, ({ ranked }) =>
      ranked
        .filter(({ refusals }) => refusals.length > 0)
        .map(({ key, refusals }) =>
          describe({ key, reasons: refusals }, "in part refused", labels),
        ),
    ),
    ...withLoads(loads, (load) => describeUnsteady(load, labels)),
    ...header.plan.unavailable.map(
      (cell) => `${cellName(cell)} unavailable: ${oneLine(cell.reason)}`,
    ),
    ...problems.map(oneLine),
  ];
}

/** The first of them, and how many more there are. */
export function firstExceptions(items: readonly string[], most: number): readonly string[] {
  const left = items.length - most;
  if (left <= 0) return items;
  const rest = `${formatNumberOf(left, "more line")} of this kind in summary.json`;
  return [...items.slice(0, most), rest];
}

interface Reasoned {
  readonly key: string;
  readonly reasons: readonly string[];
}

function describe({ key, reasons }: Reasoned, what: string, labels: Labels): string {
  return `${labelOf(labels, key)} ${what}: ${reasons.map(oneLine).join("; ")}`;
}

function describeUnsteady({ ranked }: LoadSummary, labels: Labels): readonly string[] {
  return ranked
    .filter(({ unsteadyRounds }) => unsteadyRounds > 0)
    .map(
      ({ key, unsteadyRounds, rounds }) =>
        `${labelOf(labels, key)} had no steady state in ${unsteadyRounds} of ${rounds} rounds`,
    );
}

/** What holds for all loads is said once; anything else with the loads that it holds for. */
function withLoads(
  loads: readonly LoadSummary[],
  textsOf: (load: LoadSummary) => readonly string[],
): readonly string[] {
  const named = loads.map((load) => ({ name: load.load.name, texts: textsOf(load) }));
  return [...new Set(named.flatMap(({ texts }) => texts))].map((text) => {
    const own = named.filter(({ texts }) => texts.includes(text)).map(({ name }) => name);
    return own.length === loads.length ? text : `${own.join("; ")}: ${text}`;
  });
}
