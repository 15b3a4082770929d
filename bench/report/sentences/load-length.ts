import type { Durations } from "../../results/records/records.ts";
import { formatSeconds } from "../text/format.ts";

/** How long a closed loop of each start counts: `1.0 s`, `4 × 0.8 s`, `1.4 s in pieces of 0.2 s`. */
export function formatLoadLength({ turns, closed, piece }: Durations): string {
  if (piece !== undefined)
    return `${formatSeconds(turns * closed)} in pieces of ${formatSeconds(piece)}`;
  return turns === 1 ? formatSeconds(closed) : `${turns} × ${formatSeconds(closed)}`;
}
