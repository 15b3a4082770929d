export {
  type FailureKind,
  unansweredKinds,
  wrongResponseKinds,
} from "./failure.ts";
export { type LoadGenerator, startLoadGenerator } from "./load-generator.ts";
export {
  binUs,
  type ClosedLoopResult,
  fewestBacklogBins,
  type LoadResult,
  type OpenLoopResult,
} from "./load-result.ts";
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
} from "./load-spec.ts";
export type { Glimpse, Mark, Progress, RunOptions } from "./run-options.ts";
