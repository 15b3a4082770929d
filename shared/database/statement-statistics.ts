import { messageOf } from "../contract/index.ts";
import { closeAdminConnection, openAdminConnection } from "./admin-connection.ts";

/** The server's own count of the look-ups that it ran. */
export type StatementStatistics =
  | {
      readonly kind: "available";
      /** Row look-ups, plain and waiting, since the server's statistics were last reset. */
      countRowQueries(): Promise<number>;
      /** Forgets all statements of this database. */
      reset(): Promise<void>;
      close(): Promise<void>;
    }
  | { readonly kind: "unavailable"; readonly reason: string };

// Whoever asks for a row, in whatever case and order of columns: servers are compared by it.
const rowQuery = String.raw`^\s*select\s.*\sfrom\s+"?world"?\M.*\swhere\s+id\s*=\s*\$`;

/** Opens a connection of its own for pg_stat_statements; tells why when that is not there. */
export async function openStatementStatistics(url: string): Promise<StatementStatistics> {
  const sql = openAdminConnection(url);
  const close = (): Promise<void> => closeAdminConnection(sql);
  const countRowQueries = async (): Promise<number> => {
    const [row] = await sql`
      select coalesce(sum(calls), 0)::float8 as calls from pg_stat_statements
      where dbid = (select oid from pg_database where datname = current_database())
        and query ~* ${rowQuery}`;
    return Number(row?.calls);
  };
  const reset = async (): Promise<void> => {
    await sql`
      select pg_stat_statements_reset(0, oid) from pg_database where datname = current_database()`;
  };
  try {
    await sql`create extension if not exists pg_stat_statements`.catch(() => {});
    await countRowQueries();
    return { kind: "available", countRowQueries, reset, close };
  } catch (error) {
    await close();
    return { kind: "unavailable", reason: messageOf(error) };
  }
}
