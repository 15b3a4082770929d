import type { AdminConnection } from "./admin-connection.ts";

/** PostgreSQL's version without its distributor's addition, such as `18.4`. */
export async function readVersion(sql: AdminConnection): Promise<string> {
  const [row] = await sql`show server_version`;
  return String(row?.server_version).split(" ")[0] ?? "";
}
