import type { Driver, DriverName, StatementKind } from "./row-client.ts";

const loaders: Readonly<Record<DriverName, (statements: StatementKind) => Promise<Driver>>> = {
  pg: async (statements) => (await import("./pg-driver.ts")).createPgDriver(statements),
  postgres: async (statements) =>
    (await import("./postgres-driver.ts")).createPostgresDriver(statements),
  bun: async (statements) => (await import("./bun-driver.ts")).createBunDriver(statements),
  wire: async () => (await import("./wire-driver.ts")).wireDriver,
};

/** Loads a driver with its npm package, and not those of the others; one that this runtime lacks throws. */
export function loadDriver(name: DriverName, statements: StatementKind = "named"): Promise<Driver> {
  return loaders[name](statements);
}
