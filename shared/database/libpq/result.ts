import type { Row } from "../../contract/index.ts";
import {
  DatabaseUnavailableError,
  isUnavailableState,
  RowQueryError,
} from "../calls/row-errors.ts";
import type { ConnectionPointer, Libpq, ResultPointer } from "./functions.ts";

const connectionOk = 0;
const commandOk = 1;
const rowsOk = 2;
const sqlStateField = "C".charCodeAt(0);

/** Whether the connection can be used, as far as libpq knows. */
export function isConnected(libpq: Libpq, connection: ConnectionPointer | null): boolean {
  return libpq.PQstatus(connection) === connectionOk;
}

/** Reads the row with that id and gives the result back. Throws as `clearResult` does. */
export function takeRow(
  libpq: Libpq,
  connection: ConnectionPointer,
  result: ResultPointer | null,
  id: number,
): Row {
  try {
    assertAnswered(libpq, connection, result);
    if (libpq.PQntuples(result) === 0) throw new RowQueryError(`row ${id} is missing`);
    return {
      id: Number(libpq.PQgetvalue(result, 0, 0)),
      randomNumber: Number(libpq.PQgetvalue(result, 0, 1)),
    };
  } finally {
    libpq.PQclear(result);
  }
}

/**
 * Gives back a result that holds nothing to read. Throws what the database said where it is an
 * error: DatabaseUnavailableError (503) or RowQueryError (500).
 */
export function clearResult(
  libpq: Libpq,
  connection: ConnectionPointer,
  result: ResultPointer | null,
): void {
  try {
    assertAnswered(libpq, connection, result);
  } finally {
    libpq.PQclear(result);
  }
}

/** A 503 that keeps what libpq says about the connection as its cause. */
export function connectionError(
  libpq: Libpq,
  connection: ConnectionPointer | null,
): DatabaseUnavailableError {
  const cause = new Error(libpq.PQerrorMessage(connection).trim());
  return new DatabaseUnavailableError({ cause });
}

function assertAnswered(
  libpq: Libpq,
  connection: ConnectionPointer,
  result: ResultPointer | null,
): void {
  const status = libpq.PQresultStatus(result);
  if (status === rowsOk || status === commandOk) return;
  const error = connectionError(libpq, connection);
  const sqlState = libpq.PQresultErrorField(result, sqlStateField) ?? "";
  const isRefusal = sqlState !== "" && !isUnavailableState(sqlState);
  if (!isRefusal || !isConnected(libpq, connection)) throw error;
  throw new RowQueryError("the database refused the query", { cause: error.cause });
}
