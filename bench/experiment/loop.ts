import { milliseconds } from "@rowbench/shared/contract";
import type { LoadSpec } from "../load/index.ts";
import type { Load, Pace } from "../results/records/load.ts";
import type { Durations, SliceRecord } from "../results/records/records.ts";
import type { DisturbanceWatch } from "./disturbance.ts";
import type { LoopStart } from "./events.ts";
import { type LatencyRounds, openWindow } from "./plan/latency-rounds.ts";
import type { Pacing } from "./plan/pacing.ts";
import { type Instruments, measureSlice, type SlicePlace } from "./slice.ts";
import type { RunningStart } from "./start.ts";
import type { Rest } from "./stepwise.ts";

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

/** One loop that is to be measured. */
export interface LoopRun {
  readonly start: RunningStart;
  readonly load: Load;
  readonly loop: Loop;
  readonly attempt: number;
  readonly table: LoadSpec["table"];
  /** Others that are up. */
  readonly waiting: readonly RunningStart[];
  /** How many take turns with it, itself included. */
  readonly among: number;
}

/**
 * Measures one loop of a start. Undefined for an open loop whose rate is not known yet. Rejects when
 * the server is gone.
 */
export async function measureLoop(
  context: LoopContext,
  { start, load, loop, attempt, table, waiting, among }: LoopRun,
  rest: Rest,
): Promise<SliceRecord | undefined> {
  const { instruments, seed, pacing, onLoop, emit } = context;
  const { position, series, server } = start;
  const measured = { server, series, waiting: waiting.map((one) => one.server) };
  const { connection = load.connection } = series;
  const own = { ...load, connection };
  const spec = specOf(context, own, loop, position.series, among);
  if (spec === undefined) return undefined;
  const turn = loop.name === "closed" ? loop.turn : 1;
  const place: SlicePlace = { ...position, loop: loop.name, turn, attempt };
  const from = { origin: server.origin, seed: seed + position.round, ...(table && { table }) };
  onLoop({ ...place, load: load.name, among });
  const record = await measureSlice(instruments, measured, place, own, { ...spec, ...from }, rest);
  // The load goes on trying while nobody answers: what it counts then is no figure of a server.
  if (server.ending() !== undefined) throw new Error("the server is gone");
  pacing.note(record);
  emit(record);
  return record;
}

const timeLimit = milliseconds(10_000);
const none = { shortest: milliseconds(0), longest: milliseconds(0) };

/** The load of one loop; undefined while its rate is not known. */
function specOf(
  { durations, pacing, latencyRounds }: LoopContext,
  load: Load,
  loop: Loop,
  series: string,
  among: number,
): Omit<LoadSpec, "table" | "origin" | "seed"> | undefined {
  const { connections, connection, pipeline, workload } = load;
  const common = { connections, connection, pipeline, timeLimit, kinds: workload.kinds };
  if (loop.name === "closed") {
    const { closed: duration, warmUp, again } = durations;
    const pieces = piecesOf(durations, among);
    // Each piece lets the load settle by itself.
    const later = pieces > 1 ? none : again;
    const closed = { kind: "closed", warmUp: loop.turn === 1 ? warmUp : later } as const;
    return { ...common, loop: closed, duration, pieces };
  }
  const rate = pacing.rateOf(load, loop, series);
  if (rate === undefined) return undefined;
  const longest = latencyRounds()?.longest ?? durations.open.longest;
  const duration = openWindow(rate, durations.open.shortest, longest);
  return { ...common, loop: { kind: "open", rate }, duration };
}

function piecesOf({ closed, piece = closed }: Durations, among: number): number {
  return among === 1 ? 1 : Math.max(1, Math.round(closed / piece));
}
