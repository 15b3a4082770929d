import type { Cache } from "@rowbench/shared/cache";
import type { Violation } from "@rowbench/shared/conformance";
import type { Microseconds } from "@rowbench/shared/contract";
import type { StatementStatistics, WorldValues } from "@rowbench/shared/database";
import type { LoadGenerator, Mark } from "../../load/index.ts";
import type { ExperimentHeader, SliceRecord } from "../../results/records/records.ts";
import type { ContractCheck } from "./contract-check.ts";

/** What an experiment runs on: this machine, or several hosts with a role each. */
export interface Testbed {
  /** What the first record says of it. */
  readonly description: TestbedDescription;
  readonly generator: Pick<LoadGenerator, "run">;
  /** Whether its generator can rest between the pieces of a window while it makes other loads. */
  readonly restsBetweenPieces: boolean;
  readonly values: WorldValues;
  readonly statistics: StatementStatistics;
  /** Absent where no load needs it. */
  readonly cache: Cache | undefined;
  /** Starts a server and what stands around it, and waits until it is ready. */
  startServer(start: ServerStart): Promise<TestedServer>;
  /** The cheapest server there is, to tell what the generator can do here. */
  startNullServer(): Promise<NullServer>;
  /** Begins to look at every machine that takes part; to be called just before a load. */
  watch(watched: WatchedServers): Promise<MachineWatch>;
  /** Lets go of what was opened; servers must have been stopped. */
  close(): Promise<void>;
}

export type TestbedDescription = Pick<ExperimentHeader, "machine" | "database" | "redis" | "hosts">;

/** What a server is started with, in words that mean the same on every host. */
export interface ServerStart {
  /** Path of the package's `src/server.ts`. */
  readonly entry: string;
  /** `serve.mjs` of another tree; that of this one when absent. */
  readonly serveProgram?: string;
  readonly model: string;
  readonly workers: number;
  /** Name of what runs it; the Node.js of this program when absent. */
  readonly runtime?: string;
  /** What else its environment says, such as `POOL`. */
  readonly settings: Readonly<Record<string, string>>;
  readonly topology?: string;
}

/** A server that is up. */
export interface TestedServer {
  /** Where clients are to ask: the server itself, or what stands before it. */
  readonly origin: string;
  readonly workerIds: readonly string[];
  /** Every process of the server, its launcher included, by its id on its machine. */
  readonly pids: readonly number[];
  /** First processes of what stands around it. */
  leaders(): readonly number[];
  /** The id of the worker that answers a client of its origin. */
  askWorkerId(): Promise<string>;
  /** Asks the server itself: what stands before it may add to its answers. */
  check(check: ContractCheck): Promise<readonly Violation[]>;
  /** Resolves with `ending()` once it has ended; never rejects. */
  readonly ended: Promise<string>;
  /** The exit code or signal and the last lines, once it has ended; undefined while it runs. */
  ending(): string | undefined;
  /** Ends it and what stands around it. Rejects with SERVER_STOP_FAILED where something is left. */
  stop(): Promise<void>;
}

/** A server without work, in a process of its own. */
export interface NullServer {
  readonly url: string;
  stop(): Promise<void>;
}

/** The server that is measured, and those that are up and wait for their turn. */
export interface WatchedServers {
  readonly server: TestedServer;
  readonly waiting: readonly TestedServer[];
  /** Where answers come from Redis: its process, known by its name where it is a person's own. */
  readonly redis?: { readonly pid: number | undefined } | undefined;
}

/** A window that was watched. */
export interface WatchedWindow {
  readonly elapsedUs: Microseconds;
  /** How much of what was done between the marks belongs to it, 0 to 1. */
  readonly share: number;
}

/** What a load does to machines, seen at both ends of its window. */
export interface MachineWatch {
  /** Reads the counters of that moment. */
  mark(mark: Mark): void;
  /** What happened in the window between the marks; to be called once, after all of them. */
  usage(window: WatchedWindow): Promise<MachineUse>;
}

export type MachineUse = Pick<
  SliceRecord,
  | "serverCpuUs"
  | "workerCpuUs"
  | "rssBytes"
  | "cpu"
  | "canary"
  | "clockStepMs"
  | "hosts"
  | "startSkewUs"
  | "lastToStart"
>;
