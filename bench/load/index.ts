export { type LoadGenerator, startLoadGenerator } from "./process/load-generator.ts";
export {
  type FailureKind,
  unansweredKinds,
  wrongResponseKinds,
} from "./terms/failure.ts";
export {
  binUs,
  type ClosedLoopResult,
  fewestBacklogBins,
  type LoadResult,
  type OpenLoopResult,
} from "./terms/load-result.ts";
export {
  type ConnectionUse,
  connectionUses,
  type Expectation,
  expectations,
  type LoadSpec,
  type LoopSpec,
  type RequestKind,
  type TableContents,
  type WarmUp,
} from "./terms/load-spec.ts";
export type { Glimpse, Mark, Progress, RunOptions } from "./terms/run-options.ts";
