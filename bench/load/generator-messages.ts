import type { ErrorCode } from "@rowbench/shared/contract";
import type { LoadResult } from "./load-result.ts";
import type { LoadSpec } from "./load-spec.ts";
import type { Glimpse, Mark } from "./run-options.ts";

/** From the benchmark to the generator's process; one `run` at a time. */
export type GeneratorCommand =
  | {
      readonly kind: "run";
      readonly spec: LoadSpec;
      readonly isWatched: boolean;
      /** Once it is connected the load waits for `begin`. */
      readonly isHeld: boolean;
    }
  /** In microseconds of `nowUs`, which is one clock for both. */
  | { readonly kind: "begin"; readonly atUs: number }
  | { readonly kind: "abort" };

/** From the generator's process to the benchmark; one of the last three answers each `run`. */
export type GeneratorReport =
  | { readonly kind: "ready" }
  /** Of a slice that is held. */
  | { readonly kind: "connected" }
  | { readonly kind: "began"; readonly atUs: number }
  | { readonly kind: "mark"; readonly mark: Mark }
  /** Of a slice that is watched. */
  | { readonly kind: "glimpse"; readonly glimpse: Glimpse }
  | { readonly kind: "result"; readonly result: LoadResult }
  | { readonly kind: "aborted" }
  | { readonly kind: "failed"; readonly code: ErrorCode | undefined; readonly message: string };
