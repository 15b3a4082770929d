import { type Milliseconds, milliseconds, type Row, type RowStore } from "../../contract/index.ts";
import { createProblemLog } from "../calls/problem-log.ts";
import { RowCall } from "../calls/row-call.ts";
import type { Driver } from "../drivers/row-client.ts";
import { createAdaptivePool } from "./adaptive-pool.ts";
import { createFixedPool } from "./fixed-pool.ts";
import { createRowConnection, type RowConnection } from "./row-connection.ts";

/** What every row store needs to know. */
export interface TableOptions {
  /** With the password. */
  readonly url: string;
  /** Rows in `world`: ids are drawn from 1 to this number. */
  readonly rows: number;
  /** How long a call may take, on top of the wait that it asks for: 5 s by default. */
  readonly queryTimeLimit?: Milliseconds;
}

/** How many connections: a number that is always open, or as many as are needed up to a budget. */
export interface PoolSize {
  readonly kind: "adaptive" | "fixed";
  /** At least 1. */
  readonly connections: number;
}

/** What `createRowStore` needs to know. */
export interface RowStoreOptions extends TableOptions {
  readonly pool: PoolSize;
  readonly driver: Driver;
}

/**
 * The row store of the asynchronous models. Calls reject with a DatabaseUnavailableError (503) or
 * a RowQueryError (500).
 */
export function createRowStore(options: RowStoreOptions): RowStore {
  const { rows } = options;
  const pool = createPool(options);
  const randomId = (): number => Math.floor(Math.random() * rows) + 1;
  const ask = (call: RowCall): Promise<Row> => {
    pool.send(call);
    return call.promise;
  };
  return {
    randomRow: () => ask(new RowCall(randomId())),
    randomRowAfter: (wait) => ask(new RowCall(randomId(), wait)),
    ping: () => pool.ping(),
    close: () => pool.close(),
  };
}

function createPool({
  url,
  pool: { kind, connections },
  driver,
  queryTimeLimit: limit = milliseconds(5000),
}: RowStoreOptions): RowConnection {
  const onProblem = createProblemLog("database");
  const open = () => createRowConnection(driver, { url, limit, onProblem });
  if (kind === "adaptive") return createAdaptivePool({ open, budget: connections, limit });
  return createFixedPool(Array.from({ length: connections }, open));
}
