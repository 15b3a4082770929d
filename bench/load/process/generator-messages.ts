import type { ErrorCode } from "@rowbench/shared/contract";
import type { LoadResult } from "../terms/load-result.ts";
import type { LoadSpec } from "../terms/load-spec.ts";
import type { Glimpse, Mark, Progress } from "../terms/run-options.ts";

/** From the benchmark to the generator's process. */
export type GeneratorCommand = OfSlice & SliceCommand;

/** From the generator's process to the benchmark. */
export type GeneratorReport = { readonly kind: "ready" } | (OfSlice & SliceReport);

/** Which slice a message is about. */
interface OfSlice {
  readonly slice: number;
}

/** What the benchmark says to a slice. */
export type SliceCommand =
  | {
      readonly kind: "run";
      readonly spec: LoadSpec;
      readonly isWatched: boolean;
      /** Once it is connected the load waits for `begin`. */
      readonly isHeld: boolean;
      /** Between two pieces of its window it waits for `go-on`. */
      readonly takesTurns: boolean;
    }
  /** In microseconds of `nowUs`, which is one clock for both. */
  | { readonly kind: "begin"; readonly atUs: number }
  | { readonly kind: "go-on" }
  | { readonly kind: "abort" };

/** What a slice says; one of the last three answers each `run`. */
export type SliceReport =
  /** When it is held. */
  | { readonly kind: "connected" }
  | { readonly kind: "began"; readonly atUs: number }
  | { readonly kind: "mark"; readonly mark: Mark; readonly progress?: Progress }
  /** When it takes turns. */
  | { readonly kind: "at-rest"; readonly progress: Progress }
  /** When it is watched. */
  | { readonly kind: "glimpse"; readonly glimpse: Glimpse }
  | { readonly kind: "result"; readonly result: LoadResult }
  | { readonly kind: "aborted" }
  | { readonly kind: "failed"; readonly code: ErrorCode | undefined; readonly message: string };
