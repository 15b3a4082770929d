import type { ExperimentHeader } from "../../results/records/records.ts";
import type { ExperimentSummary, Trust } from "../../results/summary/summary.ts";
import {
  formatMicroseconds,
  formatNumberOf,
  formatPercent,
  formatRatio,
  formatSeconds,
} from "../text/format.ts";

/** What stands before everything else of a run whose controls failed. */
export function describeDistrust({ trust }: ExperimentSummary): readonly string[] {
  if (trust.kind !== "untrusted") return [];
  return [
    "UNTRUSTED: this run's own controls failed, so that none of its figures can be believed. Measure again on a quieter machine.",
    ...trust.controls.map((sentence) => `${sentence}.`),
  ];
}

/** What speaks for and against a run's figures, a sentence each. */
export function describeTrust({ trust, header }: ExperimentSummary): readonly string[] {
  return [
    ...describeControls(trust, header),
    ...describeWarmth(header),
    ...describeWarming(trust),
    ...describeRefusals(trust),
    ...describeQuiet(trust, header),
    ...describeLag(trust),
    ...(trust.queriesUnchecked === undefined
      ? []
      : [
          `PostgreSQL's own count of queries could not be compared with the responses: ${trust.queriesUnchecked}.`,
        ]),
  ];
}

function describeControls(
  { kind, controls }: Trust,
  { plan }: ExperimentHeader,
): readonly string[] {
  if (kind === "trusted") return [`The hidden controls hold: ${controls.join("; ")}.`];
  if (kind === "untrusted") return [];
  const reason = controls.length > 0 ? controls.join("; ") : reasonWithout(plan);
  return [`No hidden controls prove this run: ${reason}.`];
}

function reasonWithout({ controls }: ExperimentHeader["plan"]): string {
  return controls === undefined
    ? "only runs of five minutes or more with plain look-ups have them"
    : "they were not measured often enough";
}

/** Throughput was seen to rise until 2.0 to 2.3 s. */
const warmAfterMs = 2000;

function describeWarmth({ plan }: ExperimentHeader): readonly string[] {
  const { shortest, longest } = plan.durations.warmUp;
  if (shortest >= warmAfterMs) return [];
  return [
    `Servers were hardly warm: ${formatSeconds(shortest)} to ${formatSeconds(longest)} of load came before what counts, and they go on rising until about 2 s, those with several event loops most. A larger --budget warms them.`,
  ];
}

/** Less is of no account beside what servers differ by. */
const notableRise = 1.02;

function describeWarming({ warming }: Trust): readonly string[] {
  if (warming === undefined || warming.low <= 1 || warming.ratio < notableRise) return [];
  return [
    `Starts were not warm when they began to count: in the second half of what counts they answered ${formatRatio(warming)} times as much as in the first.`,
  ];
}

function describeRefusals({ refusals, slices, repeats }: Trust): readonly string[] {
  const gates = Object.entries(refusals).map(([gate, count]) => `${count} by ${gate}`);
  return [
    ...(gates.length === 0
      ? []
      : [`Refused of ${formatNumberOf(slices, "slice")}: ${gates.join(", ")}.`]),
    ...(repeats === 0
      ? []
      : [
          `${formatNumberOf(repeats, "slice")} measured once more, because the machine was disturbed.`,
        ]),
  ];
}

/** Shares of the processors below this are not worth a sentence. */
const quietShare = 0.01;

function describeQuiet(
  { foreignShare, stealShare }: Trust,
  { database }: ExperimentHeader,
): readonly string[] {
  if (foreignShare <= quietShare && stealShare <= quietShare) return [];
  const who = database.source === "external" ? "programs, your PostgreSQL among them," : "programs";
  return [
    `The machine was not quiet: in the worst slice other ${who} took ${formatPercent(foreignShare)} of its processors and the hypervisor ${formatPercent(stealShare)}.`,
  ];
}

function describeLag({ generatorLagP99Us }: Trust): readonly string[] {
  if (generatorLagP99Us === 0) return [];
  return [
    `Latencies contain the generator's own lag, whose P99 was ${formatMicroseconds(generatorLagP99Us)}.`,
  ];
}
