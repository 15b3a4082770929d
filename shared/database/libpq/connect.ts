import { type Milliseconds, RowbenchError } from "../../contract/index.ts";
import { redactUrl } from "../connection/database-url.ts";
import type { ConnectionPointer } from "./functions.ts";
import { loadLibpq } from "./library.ts";

/** The arguments of `PQconnectdbParams`: keywords and values in two lists, each ended by NULL. */
export type ConnectArguments = readonly [
  keywords: readonly (string | null)[],
  values: readonly (string | null)[],
  expandUrl: 1,
];

/** An attempt holds up the process, or a thread of the pool: it is cut short. */
const connectLimitMs = 2000;

/**
 * Adds to the URL what bounds the time of an attempt to connect, and of data that nobody
 * acknowledges (Linux). Nothing is put into `options`: connection poolers refuse it.
 */
export function connectArguments(url: string, limit: Milliseconds): ConnectArguments {
  const seconds = Math.ceil(Math.min(limit, connectLimitMs) / 1000);
  // The last value of a keyword counts, so these stand after the URL.
  const keywords = ["dbname", "connect_timeout", "tcp_user_timeout", null];
  return [keywords, [url, String(seconds), String(Math.ceil(limit)), null], 1];
}

/** Throws USAGE with libpq's reason, without a password, where libpq cannot read the URL. */
export function assertLibpqUrl(url: string): void {
  const { libpq } = loadLibpq();
  const message: [string | null] = [null];
  const options = libpq.PQconninfoParse(url, message);
  libpq.PQconninfoFree(options);
  if (options) return;
  // The reason may repeat the URL, or a piece of it that holds the password.
  const reason = (message[0] ?? "out of memory")
    .trim()
    .replaceAll(url, redactUrl(url))
    .replace(/(percent-encoded \w+): ".*"/s, "$1");
  throw new RowbenchError(
    "USAGE",
    `libpq cannot read DATABASE_URL \`${redactUrl(url)}\`: ${reason}; ` +
      "write `postgres://user:password@host:5432/database` with libpq's parameters alone",
  );
}

/** Keeps notices off the standard error, where libpq would write them. */
export function silenceNotices(connection: ConnectionPointer): void {
  const { libpq } = loadLibpq();
  // A processor gets (argument, text): `PQfreemem` frees the argument NULL, which does nothing.
  libpq.PQsetNoticeProcessor(connection, libpq.ignoreNull, null);
}
