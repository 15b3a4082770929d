import { type Bytes, bytes, microseconds, requestsPerSecond } from "@rowbench/shared/contract";
import { mergeHistograms } from "../statistics/histogram.ts";
import { judgeWarmUp } from "../statistics/warm-up.ts";
import { type FailureKind, failureKinds } from "./terms/failure.ts";
import type {
  ClosedLoopResult,
  KindFigures,
  LoadFigures,
  LoadResult,
  OpenLoopResult,
  WarmUpFigures,
} from "./terms/load-result.ts";

/**
 * What one generator would have given that had made all of the load: the results of the parts of one
 * load, see `splitLoad`, as one. Counts are summed and histograms added, so that a percentile is that of
 * all samples. All sums that `LoadFigures` promises hold for the whole as for the parts.
 *
 * Of the generators, CPU time and memory are those of all together, and `generatorBusy` is that of the
 * busiest: the one that is the limit first.
 *
 * Throws where there is nothing to merge, and where results are not of one load.
 */
export function mergeResults(results: readonly LoadResult[]): LoadResult {
  const closed = results.filter((result) => result.kind === "closed");
  const open = results.filter((result) => result.kind === "open");
  if (closed.length > 0 && open.length > 0) throw notOneLoad("kind", ["closed", "open"]);
  return closed.length > 0 ? mergeClosed(closed) : mergeOpen(open);
}

function mergeClosed(results: readonly ClosedLoopResult[]): ClosedLoopResult {
  const outside = results.flatMap(({ outsideUs }) => outsideUs ?? []);
  return {
    kind: "closed",
    ...mergeFigures(results),
    warmUp: mergeWarmUps(results.map(({ warmUp }) => warmUp)),
    inFlightUs: sumOf(results, "inFlightUs"),
    ...(outside.length === results.length && { outsideUs: outside.reduce((sum, us) => sum + us) }),
  };
}

function mergeOpen(results: readonly OpenLoopResult[]): OpenLoopResult {
  const figures = mergeFigures(results);
  const offered = sumOf(results, "offered");
  return {
    kind: "open",
    ...figures,
    offered,
    unsent: sumOf(results, "unsent"),
    offeredRate: requestsPerSecond((offered * 1e6) / figures.elapsedUs),
    achievedRate: requestsPerSecond(sumOf(results, "achievedRate")),
    latencyUs: mergeHistograms(results.map(({ latencyUs }) => latencyUs)),
    latencyWithoutLagUs: mergeHistograms(results.map((one) => one.latencyWithoutLagUs)),
    lagUs: {
      waiting: mergeHistograms(results.map(({ lagUs }) => lagUs.waiting)),
      generator: mergeHistograms(results.map(({ lagUs }) => lagUs.generator)),
    },
    backlogPerBin: sumBins(results.map(({ backlogPerBin }) => backlogPerBin)),
  };
}

function mergeFigures(results: readonly LoadFigures[]): LoadFigures {
  const elapsedUs = onlyOne(results, "elapsedUs", (result) => result.elapsedUs);
  const answers = sumOf(results, "answers");
  const kinds = mergeKinds(results);
  const answersPerIdBin = mergeIdBins(results);
  return {
    elapsedUs,
    issued: sumOf(results, "issued"),
    correct: sumOf(results, "correct"),
    failures: sumFailures(results),
    failureSamples: firstSamples(results),
    answers,
    throughput: requestsPerSecond((answers * 1e6) / elapsedUs),
    answersPerBin: sumBins(results.map((result) => result.answersPerBin)),
    ...(answersPerIdBin && { answersPerIdBin }),
    bytesReceived: sumBytes(results, "bytesReceived"),
    generatorCpuUs: microseconds(sumOf(results, "generatorCpuUs")),
    generatorBusy: Math.max(...results.map(({ generatorBusy }) => generatorBusy)),
    generatorRssBytes: sumBytes(results, "generatorRssBytes"),
    serviceUs: mergeHistograms(results.map(({ serviceUs }) => serviceUs)),
    ...(kinds && { kinds }),
  };
}

/** All of them together became steady or did not, whatever each thought of its own part. */
function mergeWarmUps(warmUps: readonly WarmUpFigures[]): WarmUpFigures {
  const elapsedUs = onlyOne(warmUps, "warmUp.elapsedUs", (warmUp) => warmUp.elapsedUs);
  const answersPerBin = sumBins(warmUps.map((warmUp) => warmUp.answersPerBin));
  const bins = answersPerBin.length;
  const isSteady = judgeWarmUp(answersPerBin, bins, bins) === "steady";
  return { elapsedUs, isSteady, answersPerBin };
}

function mergeKinds(results: readonly LoadFigures[]): readonly KindFigures[] | undefined {
  onlyOne(results, "kinds", ({ kinds }) => kinds?.map(({ name }) => name).join(", "));
  return results[0]?.kinds?.map(({ name }) => {
    const same = results.flatMap(({ kinds = [] }) => kinds.filter((kind) => kind.name === name));
    return {
      name,
      correct: sumOf(same, "correct"),
      latencyUs: mergeHistograms(same.map(({ latencyUs }) => latencyUs)),
    };
  });
}

function mergeIdBins(results: readonly LoadFigures[]): readonly number[] | undefined {
  const bins = onlyOne(results, "answersPerIdBin", (result) => result.answersPerIdBin?.length);
  if (bins === undefined) return undefined;
  return sumBins(results.map(({ answersPerIdBin = [] }) => answersPerIdBin));
}

function sumFailures(results: readonly LoadFigures[]): Record<FailureKind, number> {
  const counts = failureKinds.map((kind) => [
    kind,
    results.reduce((sum, { failures }) => sum + failures[kind], 0),
  ]);
  return Object.fromEntries(counts) as Record<FailureKind, number>;
}

/** The last of those that are spread stands, so the first result's come last. */
function firstSamples(results: readonly LoadFigures[]): LoadFigures["failureSamples"] {
  return Object.assign({}, ...results.map((result) => result.failureSamples).toReversed());
}

function sumBins(parts: readonly (readonly number[])[]): readonly number[] {
  const bins = Math.max(...parts.map(({ length }) => length));
  return Array.from({ length: bins }, (_, bin) =>
    parts.reduce((sum, part) => sum + (part[bin] ?? 0), 0),
  );
}

function sumBytes<Name extends string>(
  parts: readonly Readonly<Record<Name, Bytes>>[],
  name: Name,
): Bytes {
  return bytes(sumOf(parts, name));
}

function sumOf<Name extends string>(
  parts: readonly Readonly<Record<Name, number>>[],
  name: Name,
): number {
  return parts.reduce((sum, part) => sum + part[name], 0);
}

/** What all of them have in common; throws where they differ, and where there is none. */
function onlyOne<Part, Value>(
  parts: readonly Part[],
  name: string,
  read: (part: Part) => Value,
): Value {
  const [value, ...others] = new Set(parts.map(read));
  if (parts.length === 0 || others.length > 0) throw notOneLoad(name, [value, ...others]);
  return value as Value;
}

function notOneLoad(name: string, values: readonly unknown[]): Error {
  const seen = values.map((value) => `\`${value}\``).join(", ");
  return new Error(`results are not of one load: ${name} is ${seen}`);
}
