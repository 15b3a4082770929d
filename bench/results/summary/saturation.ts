import { fewestBacklogBins, type OpenLoopResult } from "../../load/index.ts";
import { mean } from "../../statistics/mean.ts";

/** A backlog of fewer arrivals than this share of all is none to speak of. */
const smallestShare = 0.01;
/** Arrivals come by chance: their number strays by its square root; three times that is no chance. */
const chanceFactor = 3;
/** Left out at each end of the sorted growths: a stall of 200 ms touches three bins. */
const trimmedBins = 3;
const trimmedShare = 0.15;

/**
 * Whether a server fell behind the offered rate for as long as it was offered: the backlog grows
 * from third to third of the window, and does so in most of its bins, so that neither stalls of up
 * to a seventh of the window nor a burst of arrivals look like an overload. Never true of a window
 * below a second.
 */
export function isSaturated({ backlogPerBin, offered }: OpenLoopResult): boolean {
  if (backlogPerBin.length < fewestBacklogBins) return false;
  const least = Math.max(smallestShare * offered, chanceFactor * Math.sqrt(offered));
  const [first, middle, last] = thirdsOf(backlogPerBin).map(mean) as [number, number, number];
  const isGrowing = last > middle && middle >= first && last - first > least / 2;
  return (
    isGrowing && (backlogPerBin.at(-1) ?? 0) > least && steadyGrowth(backlogPerBin) > least / 2
  );
}

function thirdsOf(values: readonly number[]): readonly (readonly number[])[] {
  const length = Math.floor(values.length / 3);
  return [values.slice(0, length), values.slice(length, -length), values.slice(-length)];
}

/** What all bins together would have grown by, had each grown like those in the middle of all. */
function steadyGrowth(backlogPerBin: readonly number[]): number {
  const growths = backlogPerBin.map((backlog, bin) => backlog - (backlogPerBin[bin - 1] ?? 0));
  const trimmed = Math.max(trimmedBins, Math.ceil(trimmedShare * growths.length));
  const usual = growths.toSorted((a, b) => a - b).slice(trimmed, -trimmed);
  return mean(usual) * growths.length;
}
