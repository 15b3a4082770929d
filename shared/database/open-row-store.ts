import type { Microseconds, RowStore } from "../contract/index.ts";
import { loadDriver } from "./drivers/drivers.ts";
import type { DriverName, StatementKind } from "./drivers/row-client.ts";
import { createBurningRowStore } from "./row-store/burning-row-store.ts";
import type { PoolSize } from "./row-store/row-store.ts";

/** How a handler reaches the database, in the words of tables and start lines. */
export const storeTexts = {
  pipelined: "async, pipelined",
  blocking: "synchronous libpq: the process does nothing else meanwhile",
  "thread-pool": "blocking libpq on a thread pool",
} as const;
export type StoreKind = keyof typeof storeTexts;

/** What `openRowStore` needs to know. */
export interface RowStoreSettings {
  readonly store: StoreKind;
  /** With the password. */
  readonly url: string;
  /** Rows in `world`: ids are drawn from 1 to this number. */
  readonly rows: number;
  readonly pool: PoolSize;
  /** Of the pipelined store; the others speak through libpq. */
  readonly driver: DriverName;
  /** How that driver sends them. */
  readonly statements: StatementKind;
  /** CPU time to burn for each row, 0 for none. */
  readonly burn: Microseconds;
  /** Asked by the blocking store while it waits: true when nobody wants its answer any more. */
  readonly isAbandoned: () => boolean;
}

/**
 * Opens a worker's row store. Loads this one and no other: libpq and the drivers take a good part
 * of the time to start. So a worker comes in here, and not through `index.ts`.
 */
export async function openRowStore(settings: RowStoreSettings): Promise<RowStore> {
  const store = await loadStore(settings);
  return settings.burn === 0 ? store : createBurningRowStore(store, settings.burn);
}

async function loadStore(settings: RowStoreSettings): Promise<RowStore> {
  const { store, url, rows, pool, driver, statements, isAbandoned } = settings;
  if (store === "blocking") {
    const { createBlockingRowStore } = await import("./libpq/blocking-row-store.ts");
    return createBlockingRowStore({ url, rows, isAbandoned });
  }
  if (store === "thread-pool") {
    const { createThreadPoolRowStore } = await import("./libpq/thread-pool-row-store.ts");
    return createThreadPoolRowStore({ url, rows, connections: pool.connections });
  }
  const { createRowStore } = await import("./row-store/row-store.ts");
  return createRowStore({ url, rows, pool, driver: await loadDriver(driver, statements) });
}
