import type { StoreKind } from "../../database/index.ts";
import type { RuntimeKind } from "../../runtimes/index.ts";
import type { LaunchOptions, RunningServer } from "../workers/running-server.ts";

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
  /** Why runtimes of a kind cannot run it; absent where they can. */
  readonly runtimeUnavailable?: Readonly<Partial<Record<RuntimeKind, string>>>;
  /** Resolves when every worker accepts connections; rejects when one cannot. */
  launch(options: LaunchOptions): Promise<RunningServer>;
}
