import { type Milliseconds, milliseconds } from "@rowbench/shared/contract";
import type { PlannedExperiment } from "../../experiment/conduct.ts";
import { copiesGrid } from "../../experiment/grids/copies.ts";
import { loadOf } from "../../experiment/grids/loads.ts";
import type { Durations } from "../../results/records/records.ts";
import type { Series } from "../../results/records/series.ts";
import { waitWorkload } from "../../results/records/workload.ts";
import { detectableRatio, type Noise } from "../../statistics/detectable.ts";

/** What of the recording of copies is settled by a person. */
export interface CopiesOptions {
  readonly rounds: number;
  readonly seed: number;
}

const server: Series = { server: "node-http", model: "single", workers: 1 };
export const copiesAtOnce = 8;
const connections = 64;

/** Short, so that there are many: an A/A is about starts, and not about how long each of them is. */
const durations: Durations = {
  warmUp: { shortest: milliseconds(300), longest: milliseconds(500) },
  again: { shortest: milliseconds(200), longest: milliseconds(200) },
  turns: 2,
  closed: milliseconds(400),
  piece: milliseconds(200),
  open: { shortest: milliseconds(600), longest: milliseconds(600) },
};
/** A start with all of its parts, as these durations have it on two slow cores. */
const startMs = 2100;
const experimentMs = 4000;

/**
 * The experiment that false alarms and power are read from: copies of one server in many short
 * rounds, without controls, as all of them are controls.
 */
export function planCopies({ rounds, seed }: CopiesOptions, noise: Noise): PlannedExperiment {
  const grid = copiesGrid(server, copiesAtOnce, loadOf(waitWorkload(0), connections));
  const { series, loads } = grid;
  const estimate = milliseconds(experimentMs + rounds * copiesAtOnce * startMs);
  const { turns, closed } = durations;
  const measured = { turns, seconds: (turns * closed) / 1000 };
  const promisedRatio = detectableRatio({ ...noise, ...measured, series: copiesAtOnce, rounds });
  const budget = budgetOf(estimate);
  const fixed = { unavailable: [], durations, rounds, seed, budget, estimate, promisedRatio };
  return { grid, plan: { series, loads, groupSize: copiesAtOnce, together: [], ...fixed } };
}

/** Slices that were disturbed are measured again: no round is given up for the time that takes. */
function budgetOf(estimate: Milliseconds): Milliseconds {
  return milliseconds(estimate * 3);
}
