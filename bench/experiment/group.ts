import type { Load } from "../results/load.ts";
import type { FailureRecord } from "../results/records.ts";
import type { RandomUint32 } from "../statistics/random.ts";
import { shuffle } from "../statistics/shuffle.ts";
import { eachAtOnce } from "./at-once.ts";
import { isLatencyRound } from "./latency-rounds.ts";
import { type Loop, type LoopContext, measureLoop } from "./loop.ts";
import { bringDown, bringUp, explain, failureOf, type RunningStart, type Start } from "./start.ts";

/** What all groups of an experiment have in common. */
export interface GroupContext extends LoopContext {
  readonly onStart: (start: Start) => void;
  readonly onFailure: (record: FailureRecord) => void;
}

/**
 * Starts a group of series, as many at a time as there are processors, lets them take turns under
 * each load, and stops them. While one is measured the others wait without work: all of them see
 * the same minutes of a machine whose speed drifts. A failure is emitted as a record and ends the
 * start that it befell; only an abort rejects.
 */
export async function measureGroup(
  context: GroupContext,
  starts: readonly Start[],
  loads: readonly Load[],
  random: RandomUint32,
): Promise<void> {
  const group = new Group(context);
  const { cores } = context.instruments.testbed.description.machine;
  try {
    await eachAtOnce(starts, cores, (start) => group.add(start));
    for (const load of loads)
      for (const loop of loopsOf(context, starts, load))
        for (const start of shuffle(group.running, random)) await group.measure(start, load, loop);
  } finally {
    await Promise.all(group.running.map((start) => group.remove(start)));
  }
}

/** Closed loops in turns, then open ones at their paces, in the rounds that have any. */
function loopsOf(
  { durations, latencyRounds }: GroupContext,
  [first]: readonly Start[],
  { pipeline, paces }: Load,
): readonly Loop[] {
  const closed = Array.from({ length: durations.turns }, (_, index): Loop => {
    return { name: "closed", turn: index + 1 };
  });
  const round = first?.position.round ?? 0;
  // Batches have no times of their own at which they should be sent.
  const isOpen = pipeline === 1 && isLatencyRound(latencyRounds(), round);
  return isOpen ? [...closed, ...paces] : closed;
}

/** The starts that are up. */
class Group {
  readonly #context: GroupContext;
  readonly #running = new Set<RunningStart>();

  constructor(context: GroupContext) {
    this.#context = context;
  }

  /** In the order of the plan, whichever was up first: a seed is to give the same turns again. */
  get running(): readonly RunningStart[] {
    return [...this.#running].toSorted((a, b) => a.position.position - b.position.position);
  }

  async add(start: Start): Promise<void> {
    const { instruments, onStart } = this.#context;
    instruments.signal.throwIfAborted();
    onStart(start);
    try {
      this.#running.add(await bringUp(instruments, start));
    } catch (error) {
      instruments.signal.throwIfAborted();
      this.#fail(start, error);
    }
  }

  async measure(start: RunningStart, load: Load, loop: Loop): Promise<void> {
    if (!start.loads.includes(load)) return;
    try {
      const waiting = this.running.filter((other) => other !== start);
      await measureLoop(this.#context, start, load, loop, waiting);
    } catch (error) {
      this.#context.instruments.signal.throwIfAborted();
      this.#fail(start, await explain(start, error));
      await this.remove(start);
    }
  }

  /** Never rejects: the others of the group are to be stopped as well. */
  async remove(start: RunningStart): Promise<void> {
    this.#running.delete(start);
    try {
      await bringDown(start);
    } catch (error) {
      // An abort is the reason of whatever fails after it.
      if (!this.#context.instruments.signal.aborted) this.#fail(start, error);
    }
  }

  #fail(start: Start, error: unknown): void {
    this.#context.onFailure(failureOf(start, error));
  }
}
