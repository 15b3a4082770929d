import type { Bytes, Microseconds } from "@rowbench/shared/contract";
import type { LoadResult } from "../load/load-result.ts";
import type { Plan } from "../plan/plan.ts";
import type { Machine } from "./machine.ts";

/** One line of `samples.ndjson`. A report is made from these lines alone. */
export type RunRecord = RunHeader | SliceRecord | FailureRecord | RoundRecord;

/** The first line: what was going to be measured, and on what. `run.json` holds the same. */
export interface RunHeader {
  readonly kind: "run";
  readonly label: string;
  readonly startedAt: string;
  readonly plan: Plan;
  readonly machine: Machine;
  readonly database: { readonly source: string; readonly version: string; readonly rows: number };
  readonly frameworks: Readonly<Record<string, string>>;
}

/** Which start of which cell a record belongs to. */
export interface StartPosition {
  /** From 1. */
  readonly round: number;
  /** Place in the round's random order, from 1. */
  readonly position: number;
  readonly server: string;
  readonly model: string;
  readonly workers: number;
}

/** One slice of load on one started cell. */
export interface SliceRecord extends StartPosition {
  readonly kind: "slice";
  /** Name of the plan's workload. */
  readonly workload: string;
  readonly slice: "closed" | "open";
  readonly startedAt: string;
  readonly connections: number;
  /** Whether each connection always had exactly one request in flight, closed loop. */
  readonly isSteady: boolean;
  readonly load: LoadResult;
  /** CPU time of all processes of the server during the slice. */
  readonly serverCpuUs: Microseconds;
  /** Resident memory of all processes of the server at the end of the slice. */
  readonly rssBytes: Bytes;
  /** How the machine's processors spent the slice; absent where the system does not say. */
  readonly cpuShares?: CpuShares;
  /** Whether each correct answer took a row query. */
  readonly expectsRows: boolean;
  /** Row queries that PostgreSQL counted, or why it did not. */
  readonly rowQueries: number | { readonly unavailable: string };
  /** Why these figures do not count; empty when they do. */
  readonly refusals: readonly Refusal[];
}

/** The gate that a slice did not pass, and what it saw. */
export interface Refusal {
  readonly gate: string;
  readonly reason: string;
}

/** Shares of all processors' time, 0 to 1; they add up to 1. */
export interface CpuShares {
  readonly server: number;
  readonly postgres: number;
  readonly generator: number;
  /** Other processes and the kernel's own work that belongs to none. */
  readonly others: number;
  readonly steal: number;
  readonly idle: number;
}

/** A start that gave no figures. */
export interface FailureRecord extends StartPosition {
  readonly kind: "failure";
  readonly stage: "start" | "identity" | "conformance" | "load" | "stop";
  readonly reason: string;
}

/** A round of which every cell was measured or has its failure. */
export interface RoundRecord {
  readonly kind: "round";
  readonly round: number;
  readonly elapsedMs: number;
}
