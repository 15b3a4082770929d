import type { Driver, DriverName } from "./row-client.ts";

const loaders: Readonly<Record<DriverName, () => Promise<Driver>>> = {
  postgres: async () => (await import("./postgres-driver.ts")).postgresDriver,
  bun: async () => (await import("./bun-driver.ts")).createBunDriver(),
  wire: async () => (await import("./wire-driver.ts")).wireDriver,
  pg: async () => (await import("./pg-driver.ts")).pgDriver,
};

/** Loads a driver with its npm package, and not those of the others; one that this runtime lacks throws. */
export function loadDriver(name: DriverName): Promise<Driver> {
  return loaders[name]();
}
