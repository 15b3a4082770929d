import {
  defaultSalt,
  expectedRandomNumberSql,
  saltOf,
  type TableContent,
} from "../../contract/index.ts";
import type { AdminConnection, AdminSql } from "../connection/admin-connection.ts";

/** What stands behind the name `world`: nothing, our table, or something of somebody else's. */
export type WorldTable =
  | { readonly kind: "absent" }
  | ({ readonly kind: "ours" } & TableContent)
  | { readonly kind: "foreign"; readonly found: string };

const expectedColumns = "id integer, randomnumber integer";

/*
 * Every statement of the project that names the table has a remark (not at its start, where
 * pg_stat_statements drops it), so that the count of
 * look-ups in `statement-statistics.ts` leaves it out.
 */

/** Looks at the table and at every row of it, whatever its salt; changes nothing. */
export async function inspectWorld(sql: AdminConnection): Promise<WorldTable> {
  const [relation] = await sql`select to_regclass('world')::oid as oid`;
  if (relation?.oid == null) return { kind: "absent" };
  const shape = await findForeignShape(sql, relation.oid);
  return shape === undefined ? inspectRows(sql) : { kind: "foreign", found: shape };
}

/** The salt under which row 1 has its value; the default one where there is no such row. */
export async function readSalt(sql: AdminSql): Promise<number> {
  // An aggregate: a look-up of one row would be merged with those of the servers.
  const [row] = await sql`select /* rowbench */ max(randomnumber) as value from world where id = 1`;
  return row?.value == null ? defaultSalt : saltOf(1, row.value);
}

async function findForeignShape(sql: AdminConnection, oid: number): Promise<string | undefined> {
  const [relation] = await sql`
    select relkind,
      (select string_agg(attname || ' ' || format_type(atttypid, atttypmod), ', ' order by attname)
        from pg_attribute where attrelid = ${oid} and attnum > 0 and not attisdropped) as columns,
      (select bool_and(attnotnull)
        from pg_attribute where attrelid = ${oid} and attnum > 0 and not attisdropped) as filled,
      (select pg_get_constraintdef(oid)
        from pg_constraint where conrelid = ${oid} and contype = 'p') as key
    from pg_class where oid = ${oid}`;
  if (relation?.relkind !== "r") return "it is not an ordinary table";
  if (relation.columns !== expectedColumns) return `its columns are \`${relation.columns}\``;
  if (relation.key !== "PRIMARY KEY (id)")
    return `its primary key is \`${relation.key ?? "none"}\``;
  return relation.filled ? undefined : "its column `randomnumber` may be null";
}

/** In one snapshot: another program may give the rows another salt meanwhile. */
function inspectRows(connection: AdminConnection): Promise<WorldTable> {
  return connection.begin("isolation level repeatable read read only", async (sql) => {
    const salt = await readSalt(sql);
    const [counts] = await sql`
      select /* rowbench */ count(*)::int as rows, min(id) as first, max(id) as last,
        count(*) filter (where randomnumber <> ${sql.unsafe(expectedRandomNumberSql(salt))})::int as wrong
      from world`;
    const { rows, first, last, wrong } = counts ?? {};
    if (rows > 0 && (first !== 1 || last !== rows)) {
      return { kind: "foreign", found: `its \`${rows}\` ids run from \`${first}\` to \`${last}\`` };
    }
    if (wrong > 0)
      return { kind: "foreign", found: `\`${wrong}\` of its \`${rows}\` rows hold other values` };
    return { kind: "ours", rows, salt };
  });
}
