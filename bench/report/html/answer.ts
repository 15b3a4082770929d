import type {
  ExperimentSummary,
  LoadSummary,
  SeriesSummary,
} from "../../results/summary/summary.ts";
import type { Comparison } from "../../statistics/comparison.ts";
import { viewBlocks } from "../report.ts";
import { type Labels, labelOf, labelsOf } from "../sentences/labels.ts";
import { shownSeries } from "../sentences/shown-series.ts";
import { formatCount, formatDifference, formatNumberOf, formatRatio } from "../text/format.ts";

/**
 * The answer of an experiment in at most three sentences: who is ahead or what was found, how large
 * a difference could be told, and what kept the servers from more.
 */
export function describeAnswer(summary: ExperimentSummary): readonly string[] {
  if (summary.loads.every(({ ranked }) => ranked.length === 0)) return [nothingAnswer(summary)];
  const found =
    summary.header.view.kind === "ranking" ? rankingAnswer(summary) : viewAnswer(summary);
  return [...found.slice(0, 2), ...limitAnswer(summary)];
}

function nothingAnswer({ outcome }: ExperimentSummary): string {
  return outcome === "table"
    ? "Other programs took so much of this machine that nobody is ranked."
    : "Nothing was measured that could be ranked.";
}

/** The first load stands for all of them in the first sentence; the others are one click away. */
function rankingAnswer({ header: { plan }, loads }: ExperimentSummary): readonly string[] {
  const [first] = loads.filter(({ ranked }) => ranked.length > 0);
  if (first === undefined) return [];
  const labels = labelsOf(shownSeries(plan));
  const under = loads.length > 1 ? `Under ${first.load.name} ` : "";
  return [capitalized(`${under}${describeLeaders(first, labels)}`), ...describeTold(first)];
}

function describeLeaders({ ranked, ties, comparisons }: LoadSummary, labels: Labels): string {
  const [best, second] = ranked;
  if (best === undefined) return "";
  if (second === undefined) {
    return `${nameOf(best, labels)} answers ${rateOf(best)}, with nobody beside it.`;
  }
  const [leaders = [best.key]] = ties;
  const members = ranked.filter(({ key }) => leaders.includes(key));
  if (members.length === ranked.length) {
    return `none of the ${ranked.length} can be told apart by requests per second (${rangeOf(members)}).`;
  }
  if (members.length > 1) {
    return `${namesOf(members, labels)} lead and cannot be told apart (${rangeOf(members)})${describeRest(ranked, members, labels)}.`;
  }
  const ahead = comparisons.throughput?.between(best.key, second.key);
  return `${nameOf(best, labels)} is fastest with ${rateOf(best)}, ahead of ${nameOf(second, labels)}${describeLead(ahead)}.`;
}

function describeLead(ahead: Comparison | undefined): string {
  if (ahead === undefined) return "";
  const [seen, low] = [ahead.ratio, ahead.low].map(formatApart);
  return ` by ${seen} (surely by ${low})`;
}

/** Some of the rest may be tied with some of the leaders: those are not said to be behind. */
function describeRest(
  ranked: readonly SeriesSummary[],
  leaders: readonly SeriesSummary[],
  labels: Labels,
): string {
  const rest = ranked.filter((one) => !leaders.includes(one));
  const behind = rest.filter(({ rank: { best } }) => best > leaders.length);
  if (behind.length === 0) return "; nobody is behind all of them for sure";
  if (behind.length < rest.length) {
    return `, ahead of ${behind.length} of the other ${rest.length} for sure`;
  }
  return `, ahead of ${rest.length > 2 ? `the other ${rest.length}` : namesOf(rest, labels)}`;
}

const mostNames = 3;

function namesOf(series: readonly SeriesSummary[], labels: Labels): string {
  const names = series.map((one) => nameOf(one, labels));
  if (names.length > mostNames) {
    return `${names.slice(0, mostNames).join(", ")} and ${names.length - mostNames} more`;
  }
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

/** Within backticks: a label may have a comma of its own. */
function nameOf({ key }: SeriesSummary, labels: Labels): string {
  return `\`${labelOf(labels, key)}\``;
}

function rateOf({ throughput }: SeriesSummary): string {
  return `${formatCount(throughput.value)} req/s`;
}

function rangeOf(series: readonly SeriesSummary[]): string {
  const values = series.map(({ throughput }) => throughput.value);
  const [low, high] = [Math.min(...values), Math.max(...values)].map(formatCount);
  return `${low} to ${high} req/s`;
}

/** `30 %`; large ones are easier to grasp as a factor. */
function formatApart(ratio: number): string {
  return ratio < 2
    ? formatDifference(ratio)
    : `a factor of ${ratio < 10 ? ratio.toFixed(1) : formatCount(ratio)}`;
}

/** Nobody looks for pairs that differ by more. */
const mostTelling = 10;

function describeTold({ ranked, toldRatio, toldRatioOfAll }: LoadSummary): readonly string[] {
  if (ranked.length < 2) return [];
  const every = toldRatioOfAll ?? Number.POSITIVE_INFINITY;
  if (every < mostTelling) {
    return [`Any two that differ by more than ${formatApart(every)} are told apart.`];
  }
  const half = toldRatio ?? Number.POSITIVE_INFINITY;
  return Number.isFinite(half)
    ? [`Half of all pairs are told apart from a difference of ${formatApart(half)} on.`]
    : ["No two can be told apart: that takes two rounds at least."];
}

/** The other views say in their own sentences what they were made to find. */
function viewAnswer(summary: ExperimentSummary): readonly string[] {
  const sentences = viewBlocks(summary).flatMap((block) =>
    block.kind === "sentences" ? block.sentences : [],
  );
  return summary.header.view.kind === "comparison"
    ? [...pairsAnswer(summary), ...sentences]
    : sentences;
}

function pairsAnswer({ pairs }: ExperimentSummary): readonly string[] {
  const compared = pairs.flatMap(({ name, figures: { throughput } }) =>
    throughput === undefined ? [] : [{ name, throughput }],
  );
  if (compared.length === 0) return [];
  if (compared.length <= mostNames) {
    const each = compared.map(
      ({ name, throughput }) => `\`${name}\` ${formatRatio(throughput)} ${throughput.verdict}`,
    );
    return [`Requests per second, after / before: ${each.join("; ")}.`];
  }
  const verdicts = compared.map(({ throughput }) => throughput.verdict);
  const counts = [...Map.groupBy(verdicts, (verdict) => verdict)].map(
    ([verdict, those]) => `${those.length} ${verdict}`,
  );
  return [
    `By requests per second, after against before, of ${formatNumberOf(verdicts.length, "pair")}: ${counts.join(", ")}.`,
  ];
}

const limitNames: Readonly<Record<string, string>> = {
  server: "the server's own process",
  PostgreSQL: "PostgreSQL",
  Redis: "Redis",
  generator: "the load generator",
  machine: "the machine's processors, which server, database and load generator share,",
  waits: "waiting, and no processor,",
};

/** What limits most of them, over all loads. */
function limitAnswer({ loads }: ExperimentSummary): readonly string[] {
  const limits = loads.flatMap(({ ranked }) => ranked.flatMap(({ limit }) => limit?.name ?? []));
  const [most] = [...Map.groupBy(limits, (name) => name)].toSorted(
    ([, a], [, b]) => b.length - a.length,
  );
  if (most === undefined) return [];
  const [name, those] = most;
  const share = those.length === limits.length ? "all" : `${those.length} of ${limits.length}`;
  return [`The limit at capacity is ${limitNames[name] ?? name} for ${share}.`];
}

function capitalized(text: string): string {
  return text.startsWith("none") ? `N${text.slice(1)}` : text;
}
