/**
 * Redis is down, gone or not there. A handler answers 503 with the message, which tells a client
 * nothing more; `cause` is for the log.
 */
export class CacheUnavailableError extends Error {
  readonly statusCode = 503;

  constructor(message = "cache unavailable", options?: { cause?: unknown }) {
    super(message, options);
    this.name = "CacheUnavailableError";
  }
}

/** Redis answered, but not with the row. A handler answers 500 with the message. */
export class CacheRowError extends Error {
  readonly statusCode = 500;

  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = "CacheRowError";
  }
}

/** The first words of answers by which Redis says that it cannot serve anybody now. */
const unavailableWords: ReadonlySet<string> = new Set([
  "BUSY",
  "CLUSTERDOWN",
  "LOADING",
  "MASTERDOWN",
  "NOAUTH",
  "NOPERM",
  "WRONGPASS",
]);

/** What a handler gets for an error that was Redis's own answer. */
export function errorOfAnswer(cause: Error): CacheUnavailableError | CacheRowError {
  const [word = ""] = cause.message.split(" ");
  if (unavailableWords.has(word)) return new CacheUnavailableError(undefined, { cause });
  return new CacheRowError("Redis refused the call", { cause });
}

/**
 * Any error with a message that may be shown: `localhost` fails as an AggregateError, whose message
 * is empty, and a Redis that does not know `HELLO` answers with its arguments, the password included.
 */
export function showableError(error: unknown, password: string): Error {
  const { message, code } = error as Partial<NodeJS.ErrnoException>;
  const text = (message || code || String(error)).replace(/\.$/, "");
  return new Error(password === "" ? text : text.replaceAll(password, "***"));
}
