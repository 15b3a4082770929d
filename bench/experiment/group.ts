import type { Load } from "../results/records/load.ts";
import type { FailureRecord, SliceRecord } from "../results/records/records.ts";
import { createRandom, type RandomUint32 } from "../statistics/random.ts";
import { shuffle } from "../statistics/shuffle.ts";
import { alternate } from "./alternate.ts";
import { eachAtOnce } from "./at-once.ts";
import { disturbanceOf, repeats } from "./disturbance.ts";
import { type Loop, type LoopContext, measureLoop } from "./loop.ts";
import { isLatencyRound } from "./plan/latency-rounds.ts";
import { changeValues } from "./slice.ts";
import { bringDown, bringUp, explain, failureOf, type RunningStart, type Start } from "./start.ts";
import { stepwise } from "./stepwise.ts";

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
  const group = new Group(context, starts[0]?.position.group ?? 0);
  const { cores } = context.instruments.testbed.description.machine;
  try {
    await eachAtOnce(starts, cores, (start) => group.add(start));
    for (const load of loads)
      for (const loop of loopsOf(context, starts, load))
        for (const together of alternating(context, shuffle(group.running, random), load, loop))
          await group.measure(together, load, loop);
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

/** Clients of all servers that alternate stay connected: each takes a socket and a buffer. */
const mostClients = 4096;

/** Closed loops alternate piece by piece, where they come in pieces; others have their time alone. */
function alternating(
  { durations, instruments }: GroupContext,
  starts: readonly RunningStart[],
  { connections }: Load,
  loop: Loop,
): readonly (readonly RunningStart[])[] {
  const comesInPieces = durations.piece !== undefined && instruments.testbed.restsBetweenPieces;
  const hasRoom = connections * starts.length <= mostClients;
  const canAlternate = loop.name === "closed" && comesInPieces && hasRoom;
  return canAlternate ? [starts] : starts.map((start) => [start]);
}

/** The starts that are up. */
class Group {
  readonly #context: GroupContext;
  readonly #running = new Set<RunningStart>();
  /** Apart from that of the plan, which goes on alike whatever a machine does to a group. */
  readonly #random: RandomUint32;

  constructor(context: GroupContext, group: number) {
    this.#context = context;
    this.#random = createRandom(context.seed + group);
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

  /** Measures a loop of these; again, twice at most, those that the machine disturbed. */
  async measure(starts: readonly RunningStart[], load: Load, loop: Loop): Promise<void> {
    let left: readonly RunningStart[] = starts.filter((start) => start.loads.includes(load));
    for (let attempt = 1; attempt <= 1 + repeats && left.length > 0; attempt += 1)
      left = await this.#measureOnce(left, load, loop, attempt);
  }

  /** @returns those that are worth another attempt */
  async #measureOnce(
    starts: readonly RunningStart[],
    load: Load,
    loop: Loop,
    attempt: number,
  ): Promise<readonly RunningStart[]> {
    const { testbed } = this.#context.instruments;
    let changing: ReturnType<typeof changeValues> | undefined;
    // Once for all of them, and as a part of each: where it fails, they do.
    const changed = () => {
      changing ??= changeValues(testbed, load);
      return changing;
    };
    const disturbed: RunningStart[] = [];
    const among = starts.length;
    const runs = starts.map((start) => ({
      start,
      step: stepwise(async (rest) => {
        const table = await changed();
        const waiting = this.running.filter((other) => other !== start);
        return measureLoop(
          this.#context,
          { start, load, loop, attempt, table, waiting, among },
          rest,
        );
      }),
    }));
    await alternate(
      runs,
      async ({ start, step }) => {
        const made = await this.#try(start, step);
        if (made?.isOver && this.#isWorthRepeating(made.result)) disturbed.push(start);
        return made?.isOver === false;
      },
      this.#random,
    );
    return disturbed;
  }

  #isWorthRepeating(record: SliceRecord | undefined): boolean {
    const isDisturbed = record !== undefined && disturbanceOf(record) !== undefined;
    return isDisturbed && !this.#context.disturbance.isLasting();
  }

  /** A start that fails is taken out of the group; resolves to undefined then. */
  async #try<Result>(
    start: RunningStart,
    step: () => Promise<Result>,
  ): Promise<Result | undefined> {
    try {
      return await step();
    } catch (error) {
      this.#context.instruments.signal.throwIfAborted();
      this.#fail(start, await explain(start, error));
      await this.remove(start);
      return undefined;
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
