import type { RunSettings } from "../plan/plan.ts";
import { modelRatios } from "../statistics/model-ratios.ts";
import { roundsToSeparate } from "../statistics/rank.ts";
import type { RankedCell, RunSummary } from "../statistics/summary.ts";
import { formatBytes, formatCount, formatMicroseconds } from "./columns.ts";

/** The cells of a mix, the one first whose first class has the lowest P99. */
export function byFirstClass({ ranked }: RunSummary): readonly RankedCell[] {
  const p99Of = ({ classes: [first] }: RankedCell): number => {
    const latency = first?.latency;
    return (latency?.kind === "measured" ? latency.p99Us : undefined) ?? Number.POSITIVE_INFINITY;
  };
  return ranked.filter(({ classes }) => classes.length > 0).toSorted((a, b) => p99Of(a) - p99Of(b));
}

/** The names of a mix's kinds of request; empty for a workload of one kind. */
export function classNames({ header, workload }: RunSummary): readonly string[] {
  const classes = header.plan.workloads.find(({ name }) => name === workload)?.classes ?? [];
  return classes.length > 1 ? classes.map(({ name }) => name) : [];
}

/** What a run was measured on, one line. */
export function describeRun({ header, rounds }: RunSummary): string {
  const { machine, database, plan } = header;
  return [
    header.startedAt.slice(0, 10),
    `${machine.cores} × ${machine.cpu}, ${formatBytes(machine.memoryBytes)}`,
    `${machine.system}, Node ${machine.node}`,
    `PostgreSQL ${database.version} (${database.source}), ${formatCount(database.rows)} rows`,
    ...describeSettings(plan.options),
    `${plan.connections} connections, ${rounds} of ${plan.order.length} rounds, seed ${plan.seed}`,
  ].join("; ");
}

/** What was not left as it is by default. */
function describeSettings(settings: RunSettings): readonly string[] {
  const { connection, pipeline, pool, driver, workers } = settings;
  return [
    ...(connection === "close" ? ["a connection for each request"] : []),
    ...(pipeline > 1 ? [`${pipeline} requests sent together`] : []),
    ...(pool === undefined ? [] : [`pool ${pool}`]),
    ...(driver === undefined ? [] : [`driver ${driver}`]),
    ...(workers === "tuned" ? ["workers chosen by sweeps"] : []),
  ];
}

/** How sure the ranking is, and what its words mean: a sentence each. */
export function explainRanking(summary: RunSummary): readonly string[] {
  return [
    howSure(summary),
    ...(modelRatios(summary).length > 0 ? [whatModelsMean] : []),
    ...(hasLatency(summary, "too few") ? [whyTooFew] : []),
    ...(hasLatency(summary, "saturated") ? [whySaturated] : []),
    ...(hasLatency(summary, "refused") ? [whyRefused] : []),
    ...describeDisturbance(summary),
  ];
}

/** Shares of the processors below this are not worth a sentence. */
const quietShare = 0.01;

function describeDisturbance({ disturbance, ranked, header }: RunSummary): readonly string[] {
  const { generatorLagP99Us, others, steal } = disturbance;
  const percent = (share: number) => `${(share * 100).toFixed(1)} %`;
  const lag = `Latencies contain the generator's own lag, whose P99 was ${formatMicroseconds(generatorLagP99Us)}: smaller differences in P99 mean nothing.`;
  const who =
    header.database.source === "external" ? "programs, your PostgreSQL among them," : "programs";
  const noise = `The machine was not quiet: in the worst slice other ${who} took ${percent(others)} of its processors and the hypervisor ${percent(steal)}.`;
  const isNoisy = others > quietShare || steal > quietShare;
  const unchecked = disturbance.queriesUnchecked;
  const queries = `PostgreSQL's own count of queries could not be compared with the responses: ${unchecked}.`;
  return [
    ...(ranked.some(({ latency }) => latency.kind === "measured") ? [lag] : []),
    ...(isNoisy ? [noise] : []),
    ...(unchecked === undefined ? [] : [queries]),
  ];
}

function howSure({ rounds, ranked }: RunSummary): string {
  if (ranked.length === 0) return "Nothing was measured.";
  if (rounds < roundsToSeparate) {
    return `With ${rounds} of the ${roundsToSeparate} rounds that it takes to tell two cells apart, this is an order and not yet a ranking: every place is open. A longer --budget gives more rounds.`;
  }
  return `A rank such as 1–3 says which places are possible: one cell is ahead of another only if it was faster in every round (sign test, ${rounds} rounds, at most 3 % false alarms for one pair).`;
}

const whatModelsMean =
  "“× single”: throughput against the same server under `single` in the same round, mean and 95 % interval (paired t); an interval that holds 1 tells nobody apart.";
const whyTooFew =
  "“too few”: fewer than 100 samples lie beyond that percentile; a longer --budget or a higher --rate gives more.";
const whySaturated =
  "“saturated”: the rate is above 85 % of what the cell can carry, so that its latency would only measure the queue.";
const whyRefused = "“refused”: no slice at this rate passed the gates; the reasons are below.";

function hasLatency({ ranked }: RunSummary, word: "too few" | "saturated" | "refused"): boolean {
  if (word !== "too few") return ranked.some(({ latency }) => latency.kind === word);
  return ranked.some(({ latency }) => latency.kind === "measured" && latency.p99Us === undefined);
}

/** Cells without figures and slices that do not count, each with its reason. */
export function listExceptions({ ranked, refused, unavailable }: RunSummary): readonly string[] {
  return [
    ...refused.map(
      ({ server, model, reasons }) => `${server}/${model} refused: ${reasons.join("; ")}`,
    ),
    ...ranked.flatMap(describeRefusals),
    ...unavailable.map(({ server, model, reason }) => `${server}/${model} unavailable: ${reason}`),
  ];
}

function describeRefusals({ server, model, refusals }: RunSummary["ranked"][number]): string[] {
  return refusals.length === 0
    ? []
    : [`${server}/${model} in part refused: ${refusals.join("; ")}`];
}

/** Whether something that was planned has no figures or lost some. */
export function isIncomplete(summaries: readonly RunSummary[]): boolean {
  return summaries.some(
    ({ ranked, refused }) =>
      refused.length > 0 || ranked.some(({ refusals }) => refusals.length > 0),
  );
}
