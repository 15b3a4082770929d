import { milliseconds } from "@rowbench/shared/contract";
import type { LoadSpec } from "../load/index.ts";
import type { Load, Pace } from "../results/load.ts";
import type { Durations, SliceRecord } from "../results/records.ts";
import { type DisturbanceWatch, disturbanceOf, repeats } from "./disturbance.ts";
import type { LoopStart } from "./events.ts";
import { type LatencyRounds, openWindow } from "./latency-rounds.ts";
import type { Pacing } from "./pacing.ts";
import { type Instruments, measureSlice, type SlicePlace } from "./slice.ts";
import type { RunningStart } from "./start.ts";

/** What all loops of an experiment have in common. */
export interface LoopContext {
  readonly instruments: Instruments;
  readonly durations: Durations;
  readonly seed: number;
  readonly pacing: Pacing;
  /** Undefined before the pilot round is over. */
  readonly latencyRounds: () => LatencyRounds | undefined;
  readonly disturbance: DisturbanceWatch;
  readonly onLoop: (loop: LoopStart) => void;
  readonly emit: (record: SliceRecord) => void;
}

/** A closed loop, or an open one at a pace. */
export type Loop = Pace | { readonly name: "closed"; readonly turn: number };

/**
 * Measures one loop of a start; again, twice at most, when the machine disturbed it. An open loop
 * whose rate is not known yet is left out. Rejects when the server is gone.
 */
export async function measureLoop(
  context: LoopContext,
  { position, series, server }: RunningStart,
  load: Load,
  loop: Loop,
  waiting: readonly RunningStart[],
): Promise<void> {
  const { instruments, seed, pacing, disturbance, onLoop, emit } = context;
  const measured = { server, series, waiting: waiting.map((one) => one.server) };
  const turn = loop.name === "closed" ? loop.turn : 1;
  const { connection = load.connection } = series;
  const own = { ...load, connection };
  for (let attempt = 1; attempt <= 1 + repeats; attempt += 1) {
    const spec = specOf(context, own, loop, position.series);
    if (spec === undefined) return;
    const place: SlicePlace = { ...position, loop: loop.name, turn, attempt };
    const seeded = { ...spec, origin: server.origin, seed: seed + position.round };
    onLoop({ ...place, load: load.name });
    const record = await measureSlice(instruments, measured, place, own, seeded);
    // The load goes on trying while nobody answers: what it counts then is no figure of a server.
    if (server.ending() !== undefined) throw new Error("the server is gone");
    pacing.note(record);
    emit(record);
    if (disturbanceOf(record) === undefined || disturbance.isLasting()) return;
  }
}

const timeLimit = milliseconds(10_000);

/** The load of one loop; undefined while its rate is not known. */
function specOf(
  { durations, pacing, latencyRounds }: LoopContext,
  load: Load,
  loop: Loop,
  series: string,
): Omit<LoadSpec, "table" | "origin" | "seed"> | undefined {
  const { connections, connection, pipeline, workload } = load;
  const common = { connections, connection, pipeline, timeLimit, kinds: workload.kinds };
  if (loop.name === "closed") {
    const warmUp = loop.turn === 1 ? durations.warmUp : durations.again;
    return { ...common, loop: { kind: "closed", warmUp }, duration: durations.closed };
  }
  const rate = pacing.rateOf(load, loop, series);
  if (rate === undefined) return undefined;
  const longest = latencyRounds()?.longest ?? durations.open.longest;
  const duration = openWindow(rate, durations.open.shortest, longest);
  return { ...common, loop: { kind: "open", rate }, duration };
}
