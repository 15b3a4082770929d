import { type Microseconds, microseconds } from "@rowbench/shared/contract";
import type { FixtureName } from "../../load/fixtures/fixture.ts";

/** A server whose latency is known. */
export interface KnownLatency {
  readonly name: string;
  readonly fixture: FixtureName;
  /** How long we look at it. */
  readonly seconds: number;
  /** Percentiles that we are judged by, and how far we may be off. */
  readonly targets: readonly Target[];
  /** The true latency at a percentile; undefined where it is not known. */
  truthAt(percent: number, record: readonly number[]): Microseconds | undefined;
}

interface Target {
  readonly percent: number;
  /** A share of the truth, or an absolute time. */
  readonly tolerance: { readonly share: number } | { readonly us: Microseconds };
}

const stallUs = 200_000;
const periodUs = 2_000_000;

/** What the fixture servers do, in the order in which they are tried. */
export const knownLatencies: readonly KnownLatency[] = [
  {
    name: "constant 2 ms",
    fixture: "delay-server",
    seconds: 10,
    targets: [
      { percent: 50, tolerance: { us: microseconds(200) } },
      { percent: 99, tolerance: { us: microseconds(1000) } },
    ],
    truthAt: percentileOfRecord,
  },
  {
    name: "90 % 1 ms, 8.8 % 10 ms, 1.2 % 100 ms",
    fixture: "mix-server",
    seconds: 12,
    targets: [
      { percent: 50, tolerance: { us: microseconds(300) } },
      { percent: 99, tolerance: { us: microseconds(2000) } },
      { percent: 99.9, tolerance: { us: microseconds(2000) } },
    ],
    truthAt: percentileOfRecord,
  },
  {
    name: "a stall of 200 ms every 2 s",
    fixture: "stall-server",
    // Whole periods, and enough of them.
    seconds: 40,
    targets: [95, 99, 99.9].map((percent) => ({ percent, tolerance: { share: 0.05 } })),
    truthAt: percentileOfStalls,
  },
];

/** The nearest rank of the server's own record. */
function percentileOfRecord(percent: number, record: readonly number[]): Microseconds | undefined {
  const sorted = record.toSorted((a, b) => a - b);
  const value = sorted[Math.ceil((percent / 100) * sorted.length) - 1];
  return value === undefined ? undefined : microseconds(Math.round(value));
}

/** Of S in every P: P(latency > x) = (S − x) / P, for arrivals that do not wait for answers. */
function percentileOfStalls(percent: number): Microseconds | undefined {
  const value = stallUs - (1 - percent / 100) * periodUs;
  return value > 0 ? microseconds(Math.round(value)) : undefined;
}
