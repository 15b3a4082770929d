import type { Violation } from "@rowbench/shared/conformance";
import type { Microseconds } from "@rowbench/shared/contract";
import type { RowStatements } from "@rowbench/shared/database";
import type { Roles } from "../experiment/observation/roles.ts";
import type { ContractCheck } from "../experiment/testbed/contract-check.ts";
import type { MachineUse, ServerStart } from "../experiment/testbed/testbed.ts";
import type { Glimpse, LoadResult, LoadSpec, Mark } from "../load/index.ts";
import type { Machine } from "../results/records/machine.ts";
import type { LinkUse } from "../results/records/records.ts";

/** Both sides must be of the same one; a new one for every change of what is said. */
export const protocolVersion = 1;

/** What a role says of itself and of the machine that it is on. */
export interface Introduction {
  readonly version: typeof protocolVersion;
  readonly machine: Machine;
  /**
   * The same for two roles that see each other's processes: one kernel (its boot id), one namespace
   * of process ids.
   */
  readonly machineId: string;
  /** Of this role's own processes. */
  readonly pids: readonly number[];
  /** By which other hosts reach it. */
  readonly address: string;
  /** Milliseconds since 1970. */
  readonly wallClockMs: number;
}

/** A server that runs on the host of the role. */
export interface StartedServer {
  readonly id: number;
  readonly origin: string;
  readonly workerIds: readonly string[];
  readonly pids: readonly number[];
  readonly leaders: readonly number[];
}

/** A database that other hosts reach. */
export interface OpenedDatabase {
  /** With the password: never print it. */
  readonly url: string;
  readonly source: string;
  readonly version: string;
  readonly rows: number;
  readonly salt: number;
  readonly postmaster: number | undefined;
}

/** What is to be started; paths are relative to the repository. */
export interface RemoteStart extends ServerStart {
  readonly databaseUrl: string;
  readonly rows: number;
}

/** What listens, and on which address of its host. */
interface Bound {
  readonly address: string;
}

/** What the conductor asks, by the method's name: parameter and answer. */
export interface Calls {
  /** With the address that a person gave the host. */
  introduce: [params: { readonly address?: string }, answer: Introduction];
  /** Microseconds of its monotonic clock. */
  clock: [params: null, answer: number];
  /** Absent roles: another role looks at the same machine. */
  watch: [params: { readonly roles?: Roles }, answer: null];
  usage: [
    params: { readonly elapsedUs: Microseconds; readonly linkSpeed?: number },
    answer: HostUsage,
  ];
  openDatabase: [params: Bound & { readonly rows?: number }, answer: OpenedDatabase];
  changeValues: [params: null, answer: number];
  statements: [params: null, answer: RowStatements | { readonly unavailable: string }];
  startServer: [params: Bound & RemoteStart, answer: StartedServer];
  checkServer: [params: ContractCheck & { readonly id: number }, answer: readonly Violation[]];
  stopServer: [params: { readonly id: number }, answer: null];
  startNullServer: [params: Bound & { readonly workers: number }, answer: { readonly url: string }];
  stopNullServer: [params: null, answer: null];
  askWorkerId: [params: { readonly origin: string }, answer: string];
  run: [params: { readonly spec: LoadSpec; readonly isWatched: boolean }, answer: LoadResult];
}
export type CallName = keyof Calls;

/** What is told without an answer, either way. */
export interface News {
  /** To every role: reads the counters of this moment. */
  mark: { readonly mark: Mark };
  /** To a generator: microseconds of its own clock. */
  begin: { readonly atUs: number };
  abort: null;
  /** From a generator. */
  connected: null;
  began: { readonly atUs: number };
  reached: { readonly mark: Mark };
  glimpse: { readonly glimpse: Glimpse };
  /** From a server's role. */
  serverEnded: { readonly id: number; readonly how: string };
}
export type NewsName = keyof News;

/** What a load did to a host. */
export interface HostUsage {
  /** Absent where another role looks at the same machine. */
  readonly machine?: MachineUse;
  readonly link?: LinkUse;
}
