import { RowbenchError } from "@rowbench/shared/contract";
import {
  type Database,
  openExposedDatabase,
  openStatementStatistics,
  openWorldValues,
  type StatementStatistics,
  type WorldValues,
} from "@rowbench/shared/database";
import type { Role } from "./role.ts";

interface Opened {
  readonly database: Database;
  readonly values: WorldValues;
  readonly statistics: StatementStatistics;
}

/** PostgreSQL with the table, and what only its own host asks it: its counts, and other values. */
export async function createDatabaseRole(): Promise<Role> {
  let opened: Opened | undefined;
  const close = async () => {
    const last = opened;
    opened = undefined;
    await last?.values.close();
    if (last?.statistics.kind === "available") await last.statistics.close();
    await last?.database.close();
  };
  const requireOpened = () => {
    if (opened !== undefined) return opened;
    throw new RowbenchError("HOST_FAILED", "its database is not open");
  };
  return {
    pids: [],
    answers: {
      openDatabase: async ({ address, rows }) => {
        await close();
        const database = await openExposedDatabase(address, { rows });
        const values = await openWorldValues(database.url);
        const statistics = await openStatementStatistics(database.url);
        opened = { database, values, statistics };
        const { url, source, version, postmasterPid: postmaster } = database;
        return { url, source, version, rows: database.rows, salt: values.salt, postmaster };
      },
      changeValues: () => requireOpened().values.change(),
      statements: async () => {
        const { statistics } = requireOpened();
        if (statistics.kind === "unavailable") return { unavailable: statistics.reason };
        return statistics.readRowStatements();
      },
    },
    hears: {},
    close,
  };
}
