import { type Microseconds, messageOf, microseconds } from "../../contract/index.ts";
import { closeAdminConnection, openAdminConnection } from "../connection/admin-connection.ts";

/** What PostgreSQL has done for those who read the table `world`, since its counts began. */
export interface RowStatements {
  readonly calls: number;
  /** Rows that the calls have returned: as many, where each looks up one. */
  readonly rows: number;
  /** Time in PostgreSQL, waits that were asked for included. */
  readonly executionUs: Microseconds;
}

/** PostgreSQL's own count of the statements that it ran. */
export type StatementStatistics =
  | {
      readonly kind: "available";
      /**
       * The sum over all statements that name the table, plain or waiting, in whatever way they
       * read it, but for those of the project itself.
       */
      readRowStatements(): Promise<RowStatements>;
      close(): Promise<void>;
    }
  | { readonly kind: "unavailable"; readonly reason: string };

const tableName = String.raw`\mworld\M`;
/** The remark in every statement of the project that names the table, see `world-table.ts`. */
const ownRemark = "%/* rowbench */%";

/** Opens a connection of its own for pg_stat_statements; tells why when that is not there. */
export async function openStatementStatistics(url: string): Promise<StatementStatistics> {
  const sql = openAdminConnection(url);
  const close = (): Promise<void> => closeAdminConnection(sql);
  const readRowStatements = async (): Promise<RowStatements> => {
    const [sum] = await sql`
      select coalesce(sum(calls), 0)::float8 as calls, coalesce(sum(rows), 0)::float8 as rows,
        round(coalesce(sum(total_exec_time), 0)::numeric * 1000)::float8 as "executionUs"
      from pg_stat_statements
      where dbid = (select oid from pg_database where datname = current_database())
        and query ~* ${tableName} and query not like ${ownRemark}`;
    const { calls, rows, executionUs } = sum ?? {};
    return { calls, rows, executionUs: microseconds(executionUs) };
  };
  try {
    await sql`create extension if not exists pg_stat_statements`.catch(() => {});
    await readRowStatements();
    return { kind: "available", readRowStatements, close };
  } catch (error) {
    await close();
    return { kind: "unavailable", reason: messageOf(error) };
  }
}
