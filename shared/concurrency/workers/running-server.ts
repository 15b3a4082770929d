import type { RowCacheSettings } from "../../cache/open-row-cache.ts";
import type { Microseconds, RowbenchError } from "../../contract/index.ts";
import type { DriverName, PoolSize, StatementKind } from "../../database/index.ts";

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
  /** How that driver sends them. */
  readonly statements: StatementKind;
  /** Which Redis `/cache` asks; none when undefined. */
  readonly cache: RowCacheSettings | undefined;
  /** CPU time to burn in the worker for each row, 0 for none. */
  readonly burn: Microseconds;
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
