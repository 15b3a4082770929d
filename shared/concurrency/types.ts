import type { RowbenchError } from "../contract/index.ts";

export const modelNames = ["single", "cluster"] as const;
/** A concurrency model: how one server spreads over processes and threads. */
export type ModelName = (typeof modelNames)[number];

/** What a launcher needs to start one server. */
export interface LaunchOptions {
  /** Path of the package's `src/server.ts`. */
  readonly entry: string;
  readonly host: string;
  /** 0 lets the kernel choose. */
  readonly port: number;
  readonly workers: number;
  readonly databaseUrl: string;
  /** Rows in the table `world`: ids are drawn from 1 to this. */
  readonly rows: number;
  /** Connections to PostgreSQL of each worker. */
  readonly connectionsPerWorker: number;
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
  readonly workers: readonly Worker[];
  /** Resolves with the reason when a worker ends on its own; pending while all is well. */
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
  /** How a handler reaches the database. */
  readonly databaseAccess: string;
  /** Workers unless a number is asked for. */
  defaultWorkers(cores: number): number;
  /** The largest number of workers that makes sense. */
  readonly maximumWorkers: number;
  /** Why a server with sockets of its own cannot run under it; absent where it can. */
  readonly nativeSocketsUnavailable?: string;
  /** Resolves when every worker accepts connections; rejects when one cannot. */
  launch(options: LaunchOptions): Promise<RunningServer>;
}
