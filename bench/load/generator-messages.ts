import type { ErrorCode } from "@rowbench/shared/contract";
import type { LoadRequest } from "./load-request.ts";
import type { LoadProgress, LoadResult } from "./load-result.ts";

/** From the benchmark to the generator's process; one `run` at a time. */
export type GeneratorCommand =
  | { readonly kind: "run"; readonly request: LoadRequest }
  | { readonly kind: "abort" };

/** From the generator's process to the benchmark; one of the last three answers each `run`. */
export type GeneratorReport =
  | { readonly kind: "ready" }
  | { readonly kind: "progress"; readonly progress: LoadProgress }
  | { readonly kind: "result"; readonly result: LoadResult }
  | { readonly kind: "aborted" }
  | { readonly kind: "failed"; readonly code: ErrorCode | undefined; readonly message: string };
