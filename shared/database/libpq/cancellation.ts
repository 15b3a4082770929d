import type { CancelPointer, ConnectionPointer, Libpq } from "./functions.ts";

/** libpq's `PostgresPollingStatusType`. */
const polling = { failed: 0, reading: 1, writing: 2, done: 3 } as const;

/** What PostgreSQL takes is one round trip; a database that is silent is given up. */
const limitMs = 200;

/** Asks PostgreSQL to end the query that it runs for a connection; holds the thread up for 0.2 s. */
export function cancelQuery(libpq: Libpq, connection: ConnectionPointer): void {
  const cancel = libpq.PQcancelCreate(connection);
  if (cancel === null) return;
  sendCancel(libpq, cancel);
  libpq.PQcancelFinish(cancel);
}

/** The same with what `PQcancelCreate` made before, while another thread waits for the answer. */
export function sendCancel(libpq: Libpq, cancel: CancelPointer): void {
  const deadlineMs = Date.now() + limitMs;
  let isGoingOn = libpq.PQcancelStart(cancel) === 1;
  while (isGoingOn) {
    const state = libpq.PQcancelPoll(cancel);
    isGoingOn = state === polling.reading || state === polling.writing;
    if (!isGoingOn) return;
    const forRead = state === polling.reading ? 1 : 0;
    libpq.PQsocketPoll(libpq.PQcancelSocket(cancel), forRead, 1 - forRead, deadlineMs * 1000);
    isGoingOn = Date.now() < deadlineMs;
  }
}
