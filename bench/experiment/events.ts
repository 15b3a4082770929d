import type {
  FailureRecord,
  RateRecord,
  RoundRecord,
  SliceRecord,
  StartPosition,
} from "../results/records.ts";

/** What measuring reports while it goes on; only the command line turns it into text. */
export type ExperimentEvent =
  | { readonly kind: "start"; readonly position: StartPosition; readonly starts: number }
  | { readonly kind: "slice"; readonly record: SliceRecord }
  | { readonly kind: "failure"; readonly record: FailureRecord }
  | { readonly kind: "rate"; readonly record: RateRecord }
  /** The machine has been disturbed for several slices in a row. */
  | { readonly kind: "disturbance"; readonly reason: string }
  | { readonly kind: "round"; readonly record: RoundRecord; readonly rounds: number }
  /** Why it ended before the last planned round. */
  | { readonly kind: "early-end"; readonly reason: string };

export type ReportEvent = (event: ExperimentEvent) => void;
