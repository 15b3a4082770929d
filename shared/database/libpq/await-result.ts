import { DatabaseUnavailableError } from "../calls/row-errors.ts";
import type { ConnectionPointer, Libpq, ResultPointer } from "./functions.ts";

/** How often a thread that waits looks whether anybody still wants the answer. */
const lookUpMs = 500;

/**
 * Holds up the thread until the statement that was sent is answered completely; resolves to its
 * last result (`null` where the connection failed before one came). Throws a
 * DatabaseUnavailableError after `deadlineMs` (ms since 1970), or within half a second when the
 * call is abandoned: the connection is then of no more use. `PQexecPrepared` would do the same without an end: a process in it hears no signal.
 */
export function awaitResult(
  libpq: Libpq,
  connection: ConnectionPointer,
  deadlineMs: number,
  isAbandoned: () => boolean = () => false,
): ResultPointer | null {
  const socket = libpq.PQsocket(connection);
  let last: ResultPointer | null = null;
  try {
    for (;;) {
      awaitInput(libpq, connection, socket, deadlineMs, isAbandoned);
      const result = libpq.PQgetResult(connection);
      if (result === null) return last;
      libpq.PQclear(last);
      last = result;
    }
  } catch (error) {
    libpq.PQclear(last);
    throw error;
  }
}

/** Returns when `PQgetResult` can answer at once. */
function awaitInput(
  libpq: Libpq,
  connection: ConnectionPointer,
  socket: number,
  deadlineMs: number,
  isAbandoned: () => boolean,
): void {
  while (libpq.PQisBusy(connection) === 1) {
    const untilMs = Math.min(deadlineMs, Date.now() + lookUpMs);
    const ready = libpq.PQsocketPoll(socket, 1, 0, untilMs * 1000);
    // A signal ends the wait early (below 0).
    if (ready <= 0 && (Date.now() >= deadlineMs || isAbandoned())) throw lateAnswer();
    // After a failure here PQgetResult has the reason.
    if (ready > 0 && libpq.PQconsumeInput(connection) === 0) return;
  }
}

function lateAnswer(): DatabaseUnavailableError {
  return new DatabaseUnavailableError({ cause: new Error("no answer within the time limit") });
}
