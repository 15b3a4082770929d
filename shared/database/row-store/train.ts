import type { Clock } from "./clock.ts";
import type { Sample } from "./pace.ts";
import type { Dispatch, RowConnection } from "./row-connection.ts";

/** A query that is still to be sent. */
export type Call = (connection: RowConnection, dispatch: Dispatch) => Promise<unknown>;

/** Queries that follow an empty one on a connection, timed together. */
export interface Train {
  /** Whether it has room, and may still leave. */
  isBoarding(): boolean;
  board(answer: Promise<unknown>): void;
}

/**
 * Sends the empty query. Those that board until its answer, up to `length`, are the sample;
 * `arrived` gets it with the last of their answers, or `undefined` when one failed.
 */
export function startTrain(
  connection: RowConnection,
  length: number,
  clock: Clock,
  arrived: (sample: Sample | undefined) => void,
): Train {
  const sentAt = clock.now();
  let startedAt: number | undefined;
  let boarded = 0;
  let answered = 0;
  let hasFailed = false;

  const arrive = (): void => {
    answered += 1;
    if (answered < boarded) return;
    const now = clock.now();
    if (hasFailed || startedAt === undefined) arrived(undefined);
    else arrived({ queries: boarded, tookMs: now - startedAt, totalMs: now - sentAt });
  };

  connection.ping().then(
    () => {
      startedAt = clock.now();
    },
    () => {},
  );
  return {
    isBoarding: () => startedAt === undefined && answered === 0 && boarded < length,
    board(answer) {
      boarded += 1;
      answer.then(arrive, () => {
        hasFailed = true;
        arrive();
      });
    },
  };
}
