import { isMainThread, threadId } from "node:worker_threads";
import { messageOf } from "./errors.ts";
import type { RowStore } from "./row-store.ts";
import { type Milliseconds, milliseconds } from "./units.ts";

/** The body of `GET /json`. */
export const helloReply = { message: "Hello, World!" } as const;

/** The body of every unknown path. */
export const notFoundReply = { error: "not found" } as const;

/** The longest `:ms` that `/wait/:ms` and `/cpu/:ms` accept. */
export const maximumWait = milliseconds(10_000);

/** A request that the client has to change: answered with 400 and its message. */
export class BadRequestError extends Error {
  readonly statusCode = 400;
}

/** A request whose body is too large: answered with 413 and its message. */
export class PayloadTooLargeError extends Error {
  readonly statusCode = 413;
}

/** Reads the `:ms` of a path: a whole number from 0 to 10000, else a `BadRequestError`. */
export function parseMilliseconds(text: string | undefined): Milliseconds {
  const value = text !== undefined && /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (value <= maximumWait) return milliseconds(value);
  throw new BadRequestError(
    `expected :ms to be a whole number from 0 to ${maximumWait}, got \`${text}\``,
  );
}

/** An error as a server answers it. */
export interface ErrorReply {
  readonly statusCode: number;
  readonly body: { readonly error: string };
}

/**
 * The answer to anything that a handler threw: the error's own `statusCode` and message where it
 * carries one from 400 to 599, otherwise 500 without a word about the inside. That is a bug, which
 * `logBug` gets with its stack: the error log, unless the framework has a place of its own for it.
 */
export function errorReply(
  error: unknown,
  logBug: (bug: unknown) => void = console.error,
): ErrorReply {
  const statusCode = statusCodeOf(error);
  if (statusCode !== undefined) return { statusCode, body: { error: messageOf(error) } };
  logBug(error);
  return { statusCode: 500, body: { error: "internal server error" } };
}

/**
 * What a parser of request bodies threw, as an answer: with its own status where it has one from
 * 400 to 599, otherwise as a bad request, since a parser complains about what the client sent.
 */
export function badRequestOf(error: unknown): Error {
  const hasStatus = error instanceof Error && statusCodeOf(error) !== undefined;
  return hasStatus ? error : new BadRequestError(messageOf(error), { cause: error });
}

function statusCodeOf(error: unknown): number | undefined {
  if (typeof error !== "object" || error === null || !("statusCode" in error)) return undefined;
  const { statusCode } = error;
  const valid = typeof statusCode === "number" && statusCode >= 400 && statusCode < 600;
  return valid ? statusCode : undefined;
}

/** The body of `GET /health`: `worker` names the process that answered, by its id. */
export interface HealthReply {
  readonly status: "ok";
  readonly worker: string;
}

/** Asks the database for a sign of life; rejects with the store's 503 when none comes. */
export async function checkHealth(rows: RowStore): Promise<HealthReply> {
  await rows.ping();
  return { status: "ok", worker: workerId() };
}

/**
 * The name that this worker has in `/health` and in a launcher's list of workers: its process,
 * and its thread where it is not the main one.
 */
export function workerId(): string {
  return isMainThread ? String(process.pid) : `${process.pid}.${threadId}`;
}
