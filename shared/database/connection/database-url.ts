import { RowbenchError } from "../../contract/index.ts";

const hidden = "***";
const defaultPort = 5432;

/** `DATABASE_URL`, the person's own PostgreSQL; `undefined`, also when it is empty, for the embedded one. */
export function databaseUrlFrom(
  environment: Readonly<Record<string, string | undefined>>,
): string | undefined {
  return environment.DATABASE_URL || undefined;
}

/**
 * Reads a PostgreSQL URL such as `postgres://user:password@host:5432/database`.
 * Throws USAGE, with the password hidden, when it is not one.
 */
export function parseDatabaseUrl(text: string): URL {
  const url = URL.parse(text);
  const isPostgres = url?.protocol === "postgres:" || url?.protocol === "postgresql:";
  if (url === null || !isPostgres || url.hostname === "" || !hasUsablePercentCodes(url)) {
    throw new RowbenchError(
      "USAGE",
      `DATABASE_URL is not a PostgreSQL URL: \`${redactUrl(text)}\`; ` +
        "write `postgres://user:password@host:5432/database`",
    );
  }
  return url;
}

/** The URL with its password replaced by `***`, also when it is no valid URL. */
export function redactUrl(text: string): string {
  return text
    .replace(
      /^([a-z][a-z0-9+.-]*:\/\/|(?![a-z][a-z0-9+.-]*:\/\/))([^/?#:@\s]*):(.*)@/i,
      `$1$2:${hidden}@`,
    )
    .replace(/([?&]password=)[^&#]*/gi, `$1${hidden}`);
}

/** Host and port, such as `127.0.0.1:5432`. */
export function addressOf(url: URL): string {
  return `${url.hostname}:${url.port === "" ? defaultPort : url.port}`;
}

function hasUsablePercentCodes(url: URL): boolean {
  try {
    decodeURIComponent(url.username + url.password + url.pathname);
    return true;
  } catch {
    return false;
  }
}
