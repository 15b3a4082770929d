import { type Milliseconds, milliseconds } from "@rowbench/shared/contract";

/** How starts of a group take turns under a closed load, and what a turn costs. In ms. */
export interface TurnKind {
  /** Fewer tell too little: one by itself nothing about the drift of the machine. */
  readonly fewest: number;
  /** Bounds of a turn's window. */
  readonly shortestMs: number;
  readonly longestMs: number;
  /** Time that a window takes for each of its ms. */
  readonly perMs: number;
  /** What a turn but the first takes beside that. */
  readonly besideMs: number;
  /** Windows come in pieces of this length; absent where each is in one. */
  readonly piece?: Milliseconds;
}

/** Connections are new in each turn; the ramp takes a tenth of a second of it. */
export const again = { shortest: milliseconds(300), longest: milliseconds(300) };
/** Beside its load each slice changes the table and reads counters. */
export const sliceOverheadMs = 150;

/** One server after the other: short, since a machine's speed changes within seconds. */
const wholes: TurnKind = {
  fewest: 2,
  shortestMs: 400,
  longestMs: 1000,
  perMs: 1,
  besideMs: again.longest + sliceOverheadMs,
};

const piece = milliseconds(200);
/** It settles, drains and is counted. */
const pieceOverheadMs = 90;

/**
 * All of them alternate within a turn. Two shared cores, eight copies of a server, 1.6 s of load
 * each, side by side in the same minutes: starts scatter by 4.9 and 4.6 % in pieces of 0.1 and 0.2 s,
 * and by 12.9 % in two windows of 0.8 s; shorter pieces gain little, and settle as long.
 */
const pieces: TurnKind = {
  fewest: 1,
  // Two shorter pieces: a start with 0.8 s of load has room for two turns, by which noise is learned.
  shortestMs: 1.5 * piece,
  longestMs: 5 * piece,
  perMs: 1 + pieceOverheadMs / piece,
  besideMs: 30,
  piece,
};

/** @param inPieces whether the load can rest between two pieces of a window */
export function turnKindOf(inPieces: boolean): TurnKind {
  return inPieces ? pieces : wholes;
}

/**
 * Into how many turns to split so much time: as many as have room where each is in one, since that
 * is how servers alternate; as few as hold it where they alternate anyway, but two, by which noise is
 * learned, if they have room.
 */
export function turnsWithin(timeMs: number, kind: TurnKind): number {
  const { shortestMs, longestMs, perMs, besideMs, piece } = kind;
  const most = Math.floor((timeMs + besideMs) / (perMs * shortestMs + besideMs));
  if (piece === undefined) return most;
  return Math.min(most, Math.max(2, Math.ceil(timeMs / (perMs * longestMs + besideMs))));
}

/** The longest window of a turn that takes so long, within the bounds of its kind. */
export function windowWithin(timeMs: number, kind: TurnKind): number {
  const { shortestMs, longestMs, perMs } = kind;
  return Math.max(shortestMs, Math.min(Math.floor(timeMs / perMs), longestMs));
}
