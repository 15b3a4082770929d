export {
  connectionFailureKinds,
  type FailureKind,
  failureKinds,
  unansweredKinds,
  wrongResponseKinds,
} from "./failure.ts";
export {
  type HistogramSummary,
  mergeHistograms,
  percentileOf,
  summarizeHistogram,
} from "./histogram.ts";
export { type LoadGenerator, startLoadGenerator } from "./load-generator.ts";
export {
  type ConnectionUse,
  classesOf,
  type Expectation,
  expectations,
  type LoadRequest,
  type RequestClass,
} from "./load-request.ts";
export type {
  ClassFigures,
  ClosedLoopResult,
  LoadProgress,
  LoadResult,
  OpenLoopResult,
} from "./load-result.ts";
export type { RunOptions } from "./load-run.ts";
