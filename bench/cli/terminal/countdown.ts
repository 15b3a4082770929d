import type { ExperimentEvent } from "../../experiment/events.ts";
import type { Plan } from "../../results/records/records.ts";

/** How far an experiment is. */
export interface Countdown {
  note(event: ExperimentEvent): void;
  /** What is left of it, by the closed loops that are done and by the budget. */
  leftMs(): number;
  /** The part of its time that is over, 0 to 1. */
  share(): number;
}

/** Counts from now on. */
export function createCountdown(plan: Plan, now: () => number): Countdown {
  const startTime = now();
  let perRound = plan.series.length * plan.loads.length * plan.durations.turns;
  let done = 0;
  /** When the last of them was done; those that alternate are done together. */
  let doneTime = startTime;
  let doneInRound = 0;
  let roundsDone = 0;
  /** What follows the last closed loop, by the plan. */
  const openLoopsMs = () => (roundsDone === plan.rounds ? 0 : plan.estimate - (now() - startTime));
  const leftMs = () => {
    const left = perRound * (plan.rounds - roundsDone) - doneInRound;
    const all = perRound * plan.rounds;
    const perSlice = done === 0 ? plan.estimate / (all || 1) : (doneTime - startTime) / done;
    const byLoops = perSlice * left - (done === 0 ? 0 : now() - doneTime);
    const byBudget = plan.budget - (now() - startTime);
    return Math.max(0, Math.min(left === 0 ? openLoopsMs() : byLoops, byBudget));
  };
  return {
    note: (event) => {
      if (event.kind === "start") perRound = event.round.closedLoops;
      if (event.kind === "round") {
        roundsDone += 1;
        doneInRound = 0;
      }
      if (event.kind !== "slice" || event.record.loop !== "closed") return;
      if (event.record.attempt > 1) return;
      done += 1;
      doneTime = now();
      doneInRound += 1;
    },
    leftMs,
    share: () => {
      const elapsed = now() - startTime;
      const left = leftMs();
      return elapsed === 0 ? 0 : elapsed / (elapsed + left);
    },
  };
}
