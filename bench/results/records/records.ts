import type {
  Bytes,
  Microseconds,
  Milliseconds,
  RequestsPerSecond,
} from "@rowbench/shared/contract";
import type { LoadResult, WarmUp } from "../../load/index.ts";
import type { Load, LoopName } from "./load.ts";
import type { Machine } from "./machine.ts";
import type { Series } from "./series.ts";
import type { View } from "./view.ts";

/** One line of `samples.ndjson`. A report is made from these lines alone. */
export type ExperimentRecord =
  | ExperimentHeader
  | HeadroomRecord
  | RateRecord
  | SliceRecord
  | FailureRecord
  | RoundRecord;

/** The shape of these records; a report names the difference when it meets one that it cannot read. */
export const recordFormat = 4;

/** The first line: what was going to be measured, and on what. `run.json` holds the same. */
export interface ExperimentHeader {
  readonly kind: "experiment";
  readonly format: typeof recordFormat;
  readonly label: string;
  /** What a person typed; absent in records of before it was kept, and where nobody typed it. */
  readonly command?: string;
  readonly startedAt: string;
  /** What the report shows of it. */
  readonly view: View;
  readonly plan: Plan;
  readonly machine: Machine;
  readonly database: { readonly source: string; readonly version: string; readonly rows: number };
  /** Absent where no load needs it. */
  readonly redis?: { readonly source: string; readonly version: string };
  /** Who played which role, where that was on hosts; `machine` is the server's then. */
  readonly hosts?: readonly HostDescription[];
  /** Name and version of each server's framework. */
  readonly frameworks: Readonly<Record<string, string>>;
  /** What `runtime` of a series stands for, such as "Bun 1.4.5"; the machine's Node.js is not in it. */
  readonly runtimes: Readonly<Record<string, string>>;
  /** The driver of series that name none, with its version. */
  readonly usualDriver: string;
}

/** A host of an experiment. */
export interface HostDescription {
  /** `database`, `server` or `generator 1`. */
  readonly role: string;
  readonly name: string;
  readonly machine: Machine;
}

/** Everything that is settled before the first measurement: series × loads × rounds. */
export interface Plan {
  readonly series: readonly Series[];
  readonly unavailable: readonly UnavailableCell[];
  readonly loads: readonly Load[];
  readonly controls?: Controls;
  /** So many series are up at once, and take turns under load; 1: one after the other. */
  readonly groupSize: number;
  /** Keys of series that are compared with each other above all: always in one group. */
  readonly together: readonly (readonly string[])[];
  readonly durations: Durations;
  /** As many as are planned; time or precision may end the experiment sooner. */
  readonly rounds: number;
  /** The experiment ends once any two series that differ by this ratio are told apart. */
  readonly precision?: number;
  readonly seed: number;
  readonly budget: Milliseconds;
  readonly estimate: Milliseconds;
  /** What the noise of this machine will let it tell: any two series that differ by this ratio. */
  readonly promisedRatio: number;
  /** No experiment has taught the noise of this machine yet: that of two shared cores is taken. */
  readonly isMachineUnknown?: true;
}

/** A cell that this machine or this model cannot run. */
export interface UnavailableCell {
  readonly server: string;
  readonly model: string;
  readonly runtime?: string;
  readonly reason: string;
}

/** Series whose order is known beforehand, by their keys: they prove the run. */
export interface Controls {
  /** The load that they are judged under, and those that were added are measured under alone. */
  readonly load: string;
  readonly baseline: string;
  /** The baseline once more: must not be told apart from it. */
  readonly twin: string;
  /** The baseline with this much more CPU time in every row: must be found, with its size. */
  readonly burning: string;
  readonly burnUs: number;
  /** Keys of the series that are there for the controls alone: no table shows them. */
  readonly added: readonly string[];
  /** Those are measured in the first round of so many, so that they take little of the time. */
  readonly everyRounds: number;
}

/** How long each part of a start lasts. */
export interface Durations {
  readonly warmUp: WarmUp;
  /** The same before each turn but the first: connections are new, the code is not. */
  readonly again: WarmUp;
  /** How many closed loops each start has under each load. */
  readonly turns: number;
  /** The window of each of them. */
  readonly closed: Milliseconds;
  /**
   * Closed loops of series that are up together come in pieces of about this length, one of each
   * series after the other; absent where each has its window in one.
   */
  readonly piece?: Milliseconds;
  /** The window of an open loop: as long as its percentiles take, within these bounds. */
  readonly open: { readonly shortest: Milliseconds; readonly longest: Milliseconds };
}

/** What the generator reaches against a server that does nothing, in the same run. */
export interface HeadroomRecord {
  readonly kind: "headroom";
  readonly connections: number;
  readonly throughput: RequestsPerSecond;
}

/** The common rate of a load, from its pilot round. */
export interface RateRecord {
  readonly kind: "rate";
  readonly load: string;
  readonly rate: RequestsPerSecond;
  /** The series that carried least of those that are compared. */
  readonly slowest: string;
}

/** Which start of which series a record belongs to. */
export interface StartPosition {
  /** From 1. */
  readonly round: number;
  /**
   * Which group of starts, from 1 over all rounds, they are to be compared within: up together, or
   * a whole round of those that are measured one after the other.
   */
  readonly group: number;
  /** Place in the round's random order, from 1. */
  readonly position: number;
  /** Key of the series. */
  readonly series: string;
}

/** One slice of load on one started server. */
export interface SliceRecord extends StartPosition {
  readonly kind: "slice";
  /** Name of the load. */
  readonly load: string;
  readonly loop: LoopName;
  /** From 1; open loops have one. */
  readonly turn: number;
  /** From 1: a slice that the machine disturbed is repeated. */
  readonly attempt: number;
  readonly startedAt: string;
  readonly result: LoadResult;
  /** CPU time of all processes of the server during the window. */
  readonly serverCpuUs: Microseconds;
  /** The same for each worker process or busy thread, the busiest first. */
  readonly workerCpuUs: readonly Microseconds[];
  /** Resident memory of all processes of the server at the end of the window. */
  readonly rssBytes: Bytes;
  /** How the machine's processors spent the window; absent where the system does not say. */
  readonly cpu?: CpuUse;
  /** Row queries that PostgreSQL counted from the first send to the last answer, or why not. */
  readonly statements: RowStatements | { readonly unavailable: string };
  /** `GET`s that Redis counted meanwhile, or why it did not; absent where no answer comes from Redis. */
  readonly gets?: number | { readonly unavailable: string };
  /** What the fixed work took just before, against the run's median; 1 is as quick as ever. */
  readonly canary: number;
  /** How far wall clock and monotonic clock came apart during the slice. */
  readonly clockStepMs: number;
  /** The same of each machine that took part; absent where everything ran on one. */
  readonly hosts?: readonly HostUse[];
  /** Time between the first and the last generator's begin; absent where there is one. */
  readonly startSkewUs?: number;
  /** Which one began last, such as `generator 2`; absent as that. */
  readonly lastToStart?: string;
  /** Why these figures do not count; empty when they do. */
  readonly refusals: readonly Refusal[];
}

/** PostgreSQL's own count of the look-ups, plain and waiting. */
export interface RowStatements {
  readonly calls: number;
  readonly rows: number;
  /** Time that it spent in them. */
  readonly executionUs: number;
}

/**
 * Whose fault a refusal is. `wrong`: the server's answers; `disturbed`: the machine, so that the
 * slice is worth a repeat; `instrument`: ours.
 */
export type RefusalKind = "wrong" | "disturbed" | "instrument";

/** The gate that a slice did not pass, and what it saw. */
export interface Refusal {
  readonly gate: string;
  readonly kind: RefusalKind;
  readonly reason: string;
}

/** How one of several machines spent the window. */
export interface HostUse {
  readonly name: string;
  /** `database`, `server`, or a generator with its number: `generator 2`. */
  readonly role: string;
  readonly cpu?: CpuUse;
  /** Of its busiest network interface; absent where the system does not say. */
  readonly link?: LinkUse;
  /** As that of the slice. */
  readonly canary: number;
  /** As that of the slice. */
  readonly clockStepMs: number;
}

/** How a network interface was used during a window, in the direction in which more went. */
export interface LinkUse {
  /** Such as `eth0`. */
  readonly name: string;
  readonly bytesPerSecond: number;
  readonly packetsPerSecond: number;
  /** What it carries in one direction, in bits per second; absent where that is unknown. */
  readonly speed?: number;
  /** Of that, frames as they are on the wire, 0 to 1; absent where the speed is. */
  readonly share?: number;
}

/** How the processors were used during a window. */
export interface CpuUse {
  readonly shares: CpuShares;
  /** Share of the window in which the busiest thread of each ran or waited to run, 0 to 1. */
  readonly busiest: { readonly server: number; readonly postgres: number };
  /** Processes that are not ours, those with the largest share of all processors first. */
  readonly foreign: readonly { readonly name: string; readonly share: number }[];
  /** Time that the control group was kept from its processors. */
  readonly throttledUs: number;
}

/** Shares of all processors' time, 0 to 1; they add up to 1. */
export interface CpuShares {
  readonly server: number;
  readonly postgres: number;
  readonly generator: number;
  /** What stands around the server, where something does. */
  readonly around?: number;
  /** Processes that are not ours. */
  readonly foreign: number;
  /** The rest: the kernel's own work, this program, servers that wait for their turn. */
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

/** A round of which every series was measured or has its failure. */
export interface RoundRecord {
  readonly kind: "round";
  readonly round: number;
  readonly elapsedMs: number;
}
