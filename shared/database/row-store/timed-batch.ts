import type { Clock } from "./clock.ts";
import type { Sample } from "./pace.ts";
import type { Dispatch, RowConnection } from "./row-connection.ts";

/** A query that is still to be sent. */
export type Call = (connection: RowConnection, dispatch: Dispatch) => Promise<unknown>;

/** Queries that follow an empty one on a connection, timed together. */
export interface TimedBatch {
  /** Whether a query may still join: it has room, and the empty query has no answer yet. */
  isOpen(): boolean;
  add(answer: Promise<unknown>): void;
}

/**
 * Sends the empty query. Those that are added until its answer, up to `size`, are the sample;
 * `finished` gets it with the last of their answers, or `undefined` when one failed.
 */
export function startTimedBatch(
  connection: RowConnection,
  size: number,
  clock: Clock,
  finished: (sample: Sample | undefined) => void,
): TimedBatch {
  const sentAt = clock.now();
  let startedAt: number | undefined;
  let added = 0;
  let answered = 0;
  let hasFailed = false;

  const settle = (): void => {
    answered += 1;
    if (answered < added) return;
    const now = clock.now();
    if (hasFailed || startedAt === undefined) finished(undefined);
    else finished({ queries: added, tookMs: now - startedAt, totalMs: now - sentAt });
  };

  connection.ping().then(
    () => {
      startedAt = clock.now();
    },
    () => {},
  );
  return {
    isOpen: () => startedAt === undefined && answered === 0 && added < size,
    add(answer) {
      added += 1;
      answer.then(settle, () => {
        hasFailed = true;
        settle();
      });
    },
  };
}
