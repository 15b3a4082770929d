import {
  type LoadResult,
  type OpenLoopResult,
  unansweredKinds,
  wrongResponseKinds,
} from "../../load/index.ts";
import { type HistogramSummary, summarizeHistogram } from "../../statistics/histogram.ts";
import type { Gate } from "./measurement.ts";

/** HdrHistogram's steps are 0.1 %; each part of a sum is cut to whole microseconds. */
const relativeTolerance = 0.002;
const absoluteToleranceUs = 3;

/** Requests and responses are counted once each, and latency is the sum of its parts. */
export const latencyAddsUp: Gate = {
  kind: "instrument",
  check: ({ record: { result } }) => {
    const { issued, correct } = result;
    const ended = correct + wrongResponses(result) + unanswered(result);
    if (issued !== ended) return `${issued} requests were sent, and ${ended} have ended`;
    return result.kind === "open" ? openLoopFault(result) : undefined;
  },
};

function openLoopFault(result: OpenLoopResult): string | undefined {
  const { offered, issued, unsent, failures } = result;
  const taken = issued + unsent;
  if (offered !== taken) return `${offered} arrivals were due, and ${taken} were taken`;
  const latency = summarizeHistogram(result.latencyUs);
  const recorded = result.correct + wrongResponses(result) + failures.timeout + unsent;
  if (latency.count !== recorded) {
    return `${recorded} arrivals have a latency, and ${latency.count} were recorded`;
  }
  return unsent === 0 && recorded === issued ? meansFault(result, latency) : undefined;
}

/** latency = done - intended = (free - intended) + (sent - free) + (done - sent), so their means. */
function meansFault(result: OpenLoopResult, { meanUs }: HistogramSummary): string | undefined {
  const parts = [result.lagUs.waiting, result.lagUs.generator, result.serviceUs];
  const sumUs = parts.reduce((sum, part) => sum + summarizeHistogram(part).meanUs, 0);
  const tolerance = absoluteToleranceUs + relativeTolerance * meanUs;
  if (Math.abs(meanUs - sumUs) <= tolerance) return undefined;
  return `the mean latency is ${Math.round(meanUs)} µs, the sum of its parts ${Math.round(sumUs)} µs`;
}

function wrongResponses({ failures }: LoadResult): number {
  return wrongResponseKinds.reduce((sum, kind) => sum + failures[kind], 0);
}

function unanswered({ failures }: LoadResult): number {
  return unansweredKinds.reduce((sum, kind) => sum + failures[kind], 0);
}
