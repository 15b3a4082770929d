import type { Durations } from "../results/records.ts";

/** How long a closed loop of each start counts: `1.0 s`, `4 × 0.8 s`, `1.4 s in pieces of 0.2 s`. */
export function formatLoadLength({ turns, closed, piece }: Durations): string {
  if (piece !== undefined) return `${seconds(turns * closed)} in pieces of ${seconds(piece)}`;
  return turns === 1 ? seconds(closed) : `${turns} × ${seconds(closed)}`;
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}
