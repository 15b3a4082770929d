import postgres from "postgres";

/** One connection for the project's own statements, as opposed to the servers' look-ups. */
export type AdminConnection = postgres.Sql;

/** Runs statements on such a connection: the connection itself, or a transaction on it. */
export type AdminSql = postgres.ISql;

const connectTimeLimitSeconds = 5;

/** Opens at the first statement. End it with `closeAdminConnection`. */
export function openAdminConnection(url: string): AdminConnection {
  return postgres(url, {
    max: 1,
    fetch_types: false,
    connect_timeout: connectTimeLimitSeconds,
    backoff: () => 0,
    onnotice: () => {},
  });
}

/** Ends the connection, after a second by force; never rejects. */
export async function closeAdminConnection(sql: AdminConnection): Promise<void> {
  await sql.end({ timeout: 1 }).catch(() => {});
}
