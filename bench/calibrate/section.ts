import type { TextTable } from "../report/text/text-table.ts";
import type { Finding } from "./finding.ts";

/** One part of a calibration: what it found, and the figures that it found it by. */
export interface Section {
  readonly title: string;
  /** Paragraphs that say how it was done. */
  readonly text: readonly string[];
  readonly findings: readonly Finding[];
  readonly tables: readonly TextTable[];
}

/** A part that is still to be worked out. */
export interface Step {
  /** What it does, for the person who waits. */
  readonly name: string;
  /** Rejects with the signal's reason once that aborts. */
  run(signal: AbortSignal): Promise<Section>;
}
