import { type Microseconds, microseconds } from "@rowbench/shared/contract";
import type { FixtureName } from "../../load/fixtures/fixture.ts";
import { stallPattern } from "../../load/fixtures/stall-pattern.ts";

/** A server whose latency is known. */
export interface KnownLatency {
  readonly name: string;
  readonly fixture: FixtureName;
  /** How many requests per second, and how long, we look at it with. */
  readonly rate: number;
  readonly seconds: number;
  /** Percentiles that we are judged by, and how far we may be off. */
  readonly targets: readonly Target[];
  /** The true latency at a percentile; undefined where it is not known. */
  truthAt(percent: number, witnesses: Witnesses): Microseconds | undefined;
}

/** What tells the truth about the requests of one generator. */
export interface Witnesses {
  /** The server's own record of its delays. */
  readonly recordUs: readonly number[];
  /** When each request was due, from any zero, in order; absent where only the generator knows. */
  readonly dueUs?: readonly number[];
}

interface Target {
  readonly percent: number;
  /** A share of the truth, or an absolute time. */
  readonly tolerance: { readonly share: number } | { readonly us: Microseconds };
}

/** What the fixture servers do, in the order in which they are tried. */
export const knownLatencies: readonly KnownLatency[] = [
  {
    name: "constant 2 ms",
    fixture: "delay-server",
    rate: 1000,
    seconds: 10,
    targets: [
      { percent: 50, tolerance: { us: microseconds(200) } },
      { percent: 99, tolerance: { us: microseconds(1000) } },
    ],
    truthAt: (percent, { recordUs }) => nearestRank(percent, recordUs),
  },
  {
    name: "90 % 1 ms, 8.8 % 10 ms, 1.2 % 100 ms",
    fixture: "mix-server",
    rate: 1000,
    seconds: 12,
    targets: [
      { percent: 50, tolerance: { us: microseconds(300) } },
      { percent: 99, tolerance: { us: microseconds(2000) } },
      { percent: 99.9, tolerance: { us: microseconds(2000) } },
    ],
    truthAt: (percent, { recordUs }) => nearestRank(percent, recordUs),
  },
  {
    name: "a stall of 200 ms every 2 s",
    fixture: "stall-server",
    // In a stall 140, of which more than half find no free connection: those are in P95 as well. With more
    // of them it would be the time that they take to be answered one after the other.
    rate: 700,
    // Whole periods, and enough of them.
    seconds: 40,
    targets: [95, 99, 99.9].map((percent) => ({ percent, tolerance: { share: 0.05 } })),
    truthAt: percentileOfStalls,
  },
];

/** The smallest value that is not below so many percent of them. */
function nearestRank(percent: number, values: readonly number[]): Microseconds | undefined {
  const sorted = values.toSorted((a, b) => a - b);
  const value = sorted[Math.ceil((percent / 100) * sorted.length) - 1];
  return value === undefined ? undefined : microseconds(Math.round(value));
}

/**
 * Requests that are due while the server stands still wait for its end. Of due times that are not
 * known, but alike at every moment: P(latency > x) = (S − x) / P for a stall of S in every P. Neither
 * counts the time in which those that waited are answered one after the other.
 */
function percentileOfStalls(percent: number, { dueUs }: Witnesses): Microseconds | undefined {
  const { stallUs, periodUs } = stallPattern;
  const value =
    dueUs === undefined
      ? microseconds(Math.round(stallUs - (1 - percent / 100) * periodUs))
      : nearestRank(percent, waitsForStalls(dueUs));
  return value !== undefined && value > 0 ? value : undefined;
}

/** Nothing of a request that is due while the server answers at once. */
function waitsForStalls(dueUs: readonly number[]): readonly number[] {
  const { firstUs, stallUs, periodUs } = stallPattern;
  const [zeroUs = 0] = dueUs;
  return dueUs.map((atUs) => {
    const sinceUs = atUs - zeroUs - firstUs;
    return sinceUs < 0 ? 0 : Math.max(0, stallUs - (sinceUs % periodUs));
  });
}
