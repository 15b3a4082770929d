/**
 * The database is down, gone or too slow. A handler answers 503 with the message, which tells a
 * client nothing more; `cause` is for the log.
 */
export class DatabaseUnavailableError extends Error {
  readonly statusCode = 503;

  constructor(options?: { cause?: unknown }) {
    super("database unavailable", options);
    this.name = "DatabaseUnavailableError";
  }
}

/** The database answered, but not with the row. A handler answers 500 with the message. */
export class RowQueryError extends Error {
  readonly statusCode = 500;

  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = "RowQueryError";
  }
}

/** SQLSTATE classes: connection, authorisation, no such database, no resources, shut down. */
const unavailableClasses = new Set(["08", "28", "3D", "53", "57"]);

/** Whether an SQLSTATE says that the database cannot serve anybody now. */
export function isUnavailableState(sqlState: string): boolean {
  return unavailableClasses.has(sqlState.slice(0, 2));
}
