import type { Load } from "../../results/records/load.ts";
import type { Plan } from "../../results/records/records.ts";
import type { Series } from "../../results/records/series.ts";
import { isOfWaitsAlone } from "../../results/records/workload.ts";
import type { RandomUint32 } from "../../statistics/random.ts";
import { shuffle } from "../../statistics/shuffle.ts";
import { groupsOf } from "./grouping.ts";

/** The loads of a round that servers are up for in the same way. */
export interface Pass {
  readonly loads: readonly Load[];
  /** How many servers are up at once. */
  readonly groupSize: number;
}

/** Series of a round that share its minutes, and what they are put under. */
export interface RoundGroup {
  readonly series: readonly Series[];
  readonly loads: readonly Load[];
  /** Whether they are up at once and take turns; otherwise they are measured one after the other. */
  readonly takesTurns: boolean;
}

/** How much there is to measure in a round, first attempts alone. */
export interface RoundSize {
  readonly groups: number;
  readonly starts: number;
  readonly closedLoops: number;
}

/**
 * Where servers take turns, those under loads that wait are started apart from that, one after the
 * other: pools grow to as many connections as a server may have, what a server has not answered in
 * time may still be on its way to PostgreSQL when the next one is measured, and their figures hardly
 * scatter.
 */
export function passesOf({ loads, groupSize }: Pick<Plan, "loads" | "groupSize">): readonly Pass[] {
  if (groupSize === 1) return [{ loads, groupSize }];
  const isAlone = ({ workload }: Load) => isOfWaitsAlone(workload);
  const inTurns = { loads: loads.filter((load) => !isAlone(load)), groupSize };
  const alone = { loads: loads.filter(isAlone), groupSize: 1 };
  return [inTurns, alone].filter((pass) => pass.loads.length > 0);
}

/** The groups of a round, one after the other, at random; a series is in one of each pass. */
export function groupsOfRound(
  plan: Pick<Plan, "loads" | "groupSize" | "together">,
  series: readonly Series[],
  loadsOf: (series: Series) => readonly Load[],
  random: RandomUint32,
): readonly RoundGroup[] {
  return passesOf(plan).flatMap(({ loads, groupSize }) => {
    const own = series.filter((one) => loadsOf(one).some((load) => loads.includes(load)));
    return groupsOf(shuffle(own, random), groupSize, plan.together, random)
      .filter((group) => group.length > 0)
      .map((group) => ({ series: group, loads, takesTurns: groupSize > 1 }));
  });
}

/** @param turns of a closed loop under each load */
export function sizeOfRound(
  groups: readonly RoundGroup[],
  loadsOf: (series: Series) => readonly Load[],
  turns: number,
): RoundSize {
  const starts = groups.flatMap(({ series, loads }) =>
    series.map((one) => loadsOf(one).filter((load) => loads.includes(load))),
  );
  return {
    groups: groups.length,
    starts: starts.length,
    closedLoops: turns * starts.flat().length,
  };
}
