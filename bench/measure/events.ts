import type { FailureRecord, RoundRecord, SliceRecord, StartPosition } from "./records.ts";

/** What measuring reports while it goes on; only the command line turns it into text. */
export type MeasureEvent =
  | { readonly kind: "start"; readonly position: StartPosition }
  | { readonly kind: "slice"; readonly record: SliceRecord }
  | { readonly kind: "failure"; readonly record: FailureRecord }
  | { readonly kind: "round"; readonly record: RoundRecord; readonly rounds: number }
  | { readonly kind: "early-end"; readonly reason: string };

export type ReportEvent = (event: MeasureEvent) => void;
