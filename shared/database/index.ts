export { type Database, type DatabaseOptions, openDatabase } from "./database.ts";
export { redactUrl } from "./database-url.ts";
export {
  embeddedStatus,
  holdEmbedded,
  releaseEmbedded,
} from "./embedded/embedded-database.ts";
export type { InstanceStatus } from "./embedded/keeper-claim.ts";
export { runPsql } from "./psql.ts";
export { DatabaseUnavailableError, RowQueryError } from "./row-errors.ts";
export { type DriverName, driverNames } from "./row-store/row-client.ts";
export type { PoolSize } from "./row-store/row-store.ts";
export { openStatementStatistics, type StatementStatistics } from "./statement-statistics.ts";
