import type { Glimpse } from "../load/index.ts";
import type { LoopName } from "../results/records/load.ts";
import type {
  FailureRecord,
  RateRecord,
  RoundRecord,
  SliceRecord,
  StartPosition,
} from "../results/records/records.ts";
import type { RoundSize } from "./plan/passes.ts";

/** A loop of load that begins on a start. */
export interface LoopStart extends StartPosition {
  readonly load: string;
  readonly loop: LoopName;
  readonly turn: number;
  readonly attempt: number;
  /** How many servers take turns piece by piece, this one included. */
  readonly among: number;
}

/** What measuring reports while it goes on; only the command line turns it into text. */
export type ExperimentEvent =
  | { readonly kind: "start"; readonly position: StartPosition; readonly round: RoundSize }
  | { readonly kind: "loop"; readonly loop: LoopStart }
  /** Of the loop that runs, where somebody watches. */
  | { readonly kind: "glimpse"; readonly glimpse: Glimpse }
  | { readonly kind: "slice"; readonly record: SliceRecord }
  | { readonly kind: "failure"; readonly record: FailureRecord }
  | { readonly kind: "rate"; readonly record: RateRecord }
  /** The machine has been disturbed for several slices in a row. */
  | { readonly kind: "disturbance"; readonly reason: string }
  | { readonly kind: "round"; readonly record: RoundRecord; readonly rounds: number }
  /** Why it ended before the last planned round. */
  | { readonly kind: "early-end"; readonly reason: string };

export type ReportEvent = (event: ExperimentEvent) => void;
