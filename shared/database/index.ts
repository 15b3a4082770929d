export { DatabaseUnavailableError, RowQueryError } from "./calls/row-errors.ts";
export type { Database, DatabaseOptions } from "./connection/database.ts";
export { databaseUrlFrom, redactUrl } from "./connection/database-url.ts";
export { describeDriver } from "./drivers/describe-driver.ts";
export {
  type DriverName,
  driverNames,
  driverRuntimes,
  type StatementKind,
  statementKinds,
  unnamedDrivers,
  usualDriver,
} from "./drivers/row-client.ts";
export {
  embeddedStatus,
  holdEmbedded,
  openExposedDatabase,
  releaseEmbedded,
} from "./embedded/embedded-database.ts";
export type { InstanceStatus } from "./embedded/keeper-claim.ts";
export { resolveAccount } from "./embedded/postgres-account.ts";
export { embeddedConnections } from "./embedded/postgres-settings.ts";
export { openDatabase } from "./open-database.ts";
export { type StoreKind, storeTexts } from "./open-row-store.ts";
export { runPsql } from "./psql/psql.ts";
export type { PoolSize } from "./row-store/row-store.ts";
export {
  openStatementStatistics,
  type RowStatements,
  type StatementStatistics,
} from "./world/statement-statistics.ts";
export { openWorldValues, type WorldValues } from "./world/world-values.ts";
