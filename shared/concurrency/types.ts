import type { RowbenchError } from "../contract/index.ts";
import type { DriverName, PoolSize } from "../database/index.ts";

export const modelNames = [
  "single",
  "cluster",
  "reuseport",
  "threads",
  "blocking",
  "thread-pool",
] as const;
/** A concurrency model: how one server spreads over processes and threads. */
export type ModelName = (typeof modelNames)[number];

/** How a handler reaches the database, in the words of tables and start lines. */
export const storeTexts = {
  pipelined: "async, pipelined",
  blocking: "synchronous libpq: the process does nothing else meanwhile",
  "thread-pool": "blocking libpq on a thread pool",
} as const;
export type StoreKind = keyof typeof storeTexts;

/** What a launcher needs to start one server. */
export interface LaunchOptions {
  /** Path of the package's `src/server.ts`. */
  readonly entry: string;
  readonly host: string;
  /** 0 lets the kernel choose. */
  readonly port: number;
  /** Processes or threads, whichever the model multiplies. */
  readonly workers: number;
  readonly databaseUrl: string;
  /** Rows in the table `world`: ids are drawn from 1 to this. */
  readonly rows: number;
  /** Connections to PostgreSQL of each process or thread that answers. */
  readonly pool: PoolSize;
  /** Of the asynchronous models; the others speak through libpq. */
  readonly driver: DriverName;
}

/** One process (or thread) that answers requests. */
export interface Worker {
  /** The name that its `/health` gives. */
  readonly id: string;
  readonly pid: number;
}

/** A server that accepts connections. */
export interface RunningServer {
  readonly port: number;
  /** Those that run now: one that crashed is replaced. */
  readonly workers: readonly Worker[];
  /** Resolves with the reason when the server cannot go on; pending while all is well. */
  readonly failure: Promise<RowbenchError>;
  /** Stops accepting, lets answers in flight finish (bounded), ends the workers. */
  close(): Promise<void>;
}

/** One concurrency model: a file of this folder, listed in `models.ts`. */
export interface Model {
  readonly name: ModelName;
  /** What runs, for the start line: "2 processes". */
  describe(workers: number): string;
  /** Who accepts connections. */
  readonly acceptor: string;
  readonly store: StoreKind;
  /** Workers unless a number is asked for. */
  defaultWorkers(cores: number): number;
  /** The largest number of workers that makes sense. */
  readonly maximumWorkers: number;
  /** Processes or threads that hold connections to PostgreSQL: these are shared out among them. */
  holders(workers: number): number;
  /** Why a server with sockets of its own cannot run under it; absent where it can. */
  readonly nativeSocketsUnavailable?: string;
  /** Why this system cannot run it; absent where it can. */
  readonly systemUnavailable?: string;
  /** Resolves when every worker accepts connections; rejects when one cannot. */
  launch(options: LaunchOptions): Promise<RunningServer>;
}
