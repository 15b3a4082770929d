import { promisify } from "node:util";
import type { Milliseconds } from "../../contract/index.ts";
import { DatabaseUnavailableError } from "../calls/row-errors.ts";
import { sendCancel } from "./cancellation.ts";
import { connectArguments, silenceNotices } from "./connect.ts";
import type { CancelPointer, ConnectionPointer, ResultPointer } from "./functions.ts";
import { createInterrupt, type Interrupt } from "./interrupt.ts";
import { loadLibpq } from "./library.ts";
import { createLibpqParameters } from "./parameters.ts";
import { clearResult, connectionError, isConnected } from "./result.ts";
import { createRetryPause } from "./retry-pause.ts";
import { type LibpqStatement, libpqStatements, textFormat } from "./statements.ts";

/** A call, as the thread pool runs it. */
export interface PooledCall<T> {
  readonly statement: LibpqStatement;
  readonly id: number;
  readonly wait: Milliseconds;
  /** Takes the answer, on the main thread, and gives the result back. */
  take(connection: ConnectionPointer, result: ResultPointer | null): T;
}

/** One connection whose calls each hold up a thread of the pool; one call at a time. */
export interface PooledConnection {
  readonly isUp: boolean;
  /** False during the pause after an attempt to connect that failed. */
  readonly isUsable: boolean;
  run<T>(call: PooledCall<T>): Promise<T>;
  /** Ends the call that runs, which then rejects soon. */
  interrupt(): void;
  /** Not while a call runs. */
  close(): void;
}

interface Link {
  readonly connection: ConnectionPointer;
  readonly cancel: CancelPointer | null;
  readonly interrupt: Interrupt;
}

/**
 * Connects at the first call, and again at the next one after it broke. Calls reject with a
 * DatabaseUnavailableError or a RowQueryError; how long they take is for the caller to watch.
 */
export function createPooledConnection(url: string, limit: Milliseconds): PooledConnection {
  const { libpq } = loadLibpq();
  const connectInThread = promisify(libpq.PQconnectdbParams.async);
  const prepareInThread = promisify(libpq.PQprepare.async);
  const executeInThread = promisify(libpq.PQexecPrepared.async);
  const parameters = createLibpqParameters();
  const pause = createRetryPause();
  let link: Link | undefined;
  let isInterrupted = false;

  const open = async (): Promise<Link> => {
    const connection = await connectInThread(...connectArguments(url, limit));
    if (connection === null || !isConnected(libpq, connection)) {
      const error = connectionError(libpq, connection);
      libpq.PQfinish(connection);
      throw error;
    }
    silenceNotices(connection);
    const interrupt = createInterrupt(libpq.PQsocket(connection));
    return { connection, cancel: libpq.PQcancelCreate(connection), interrupt };
  };

  const prepare = async ({ connection }: Link): Promise<void> => {
    for (const { name, sql, parameterCount } of Object.values(libpqStatements)) {
      // Interrupted before there was anything to cut.
      if (isInterrupted) throw new DatabaseUnavailableError();
      const { types } = parameters;
      const result = await prepareInThread(connection, name, sql, parameterCount, types);
      clearResult(libpq, connection, result);
    }
  };

  const connect = async (): Promise<Link> => {
    if (!pause.isOver) throw new DatabaseUnavailableError();
    try {
      link = await open();
      await prepare(link);
      return link;
    } catch (error) {
      disconnect();
      pause.begin();
      throw error;
    }
  };

  const disconnect = (): void => {
    link?.interrupt.release();
    if (link !== undefined) {
      libpq.PQcancelFinish(link.cancel);
      libpq.PQfinish(link.connection);
    }
    link = undefined;
  };

  const execute = ({ connection }: Link, statement: LibpqStatement) => {
    const { values, lengths, formats } = parameters;
    const { name, parameterCount } = statement;
    return executeInThread(connection, name, parameterCount, values, lengths, formats, textFormat);
  };

  return {
    get isUp() {
      return link !== undefined;
    },
    get isUsable() {
      return link !== undefined || pause.isOver;
    },
    async run({ statement, id, wait, take }) {
      isInterrupted = false;
      const current = link ?? (await connect());
      parameters.set(id, wait);
      try {
        return take(current.connection, await execute(current, statement));
      } catch (error) {
        if (error instanceof DatabaseUnavailableError) disconnect();
        throw error;
      } finally {
        // The answer may have come just before the cut.
        if (isInterrupted) disconnect();
      }
    },
    interrupt() {
      isInterrupted = true;
      if (link?.cancel) sendCancel(libpq, link.cancel);
      link?.interrupt.cut();
    },
    close: disconnect,
  };
}
