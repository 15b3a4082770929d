/** One rate that was tried, as a share of the capacity, and whether it met the objective. */
export interface Trial {
  readonly share: number;
  readonly passed: boolean;
}

const firstShare = 0.8;
const firstStep = 0.1;
const smallestStep = 0.0125;
const bounds = { lowest: 0.05, highest: 0.98 } as const;

/**
 * The share to try next: up after a pass, down after a miss, half as far after each turn (Dixon and
 * Mood's up-and-down method with steps that shrink, Kesten 1958).
 */
export function nextShare(trials: readonly Trial[]): number {
  const last = trials.at(-1);
  if (last === undefined) return firstShare;
  const turns = trials.slice(1).filter(({ passed }, index) => passed !== trials[index]?.passed);
  const step = Math.max(smallestStep, firstStep / 2 ** turns.length);
  const share = last.share + (last.passed ? step : -step);
  return Math.min(bounds.highest, Math.max(bounds.lowest, share));
}
