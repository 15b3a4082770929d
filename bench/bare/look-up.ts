import process from "node:process";
import type { Row } from "@rowbench/shared/contract";
import type { QueryResult } from "pg";

/*
 * Servers without this project's database layer: a framework, a driver on one connection, one
 * prepared look-up, and nothing between. What the layer costs is measured against them.
 */

/** What a driver gives for a look-up: node-postgres a result with rows, postgres.js the rows. */
export type LookedUp = QueryResult<Row> | readonly Row[];

const { DATABASE_URL = "", DATABASE_ROWS = "", DRIVER = "pg" } = process.env;
const rows = Number(DATABASE_ROWS);

async function openPg(): Promise<() => Promise<LookedUp>> {
  const { Client } = await import("pg");
  const client = new Client({ connectionString: DATABASE_URL, pipeline: true });
  await client.connect();
  const text = 'select id, randomnumber as "randomNumber" from world where id = $1';
  return () => client.query<Row>({ name: "row", text, values: [randomId()] });
}

async function openPostgres(): Promise<() => Promise<LookedUp>> {
  const { default: postgres } = await import("postgres");
  // A variable, because the types of postgres.js do not know `max_pipeline`, of which more than its
  // usual 100 are under way with 256 connections.
  const options = { max: 1, max_pipeline: 1000, fetch_types: false };
  const sql = postgres(DATABASE_URL, options);
  return () =>
    sql<Row[]>`select id, randomnumber as "randomNumber" from world where id = ${randomId()}`;
}

/** From 1 to the last of the table. */
function randomId(): number {
  return Math.floor(Math.random() * rows) + 1;
}

function open(): Promise<() => Promise<LookedUp>> {
  if (DRIVER === "pg") return openPg();
  if (DRIVER === "postgres") return openPostgres();
  throw new Error(`there is no bare server with the driver \`${DRIVER}\``);
}

/** Asks for a random row. */
export const lookUp: () => Promise<LookedUp> = await open();

/** The row of a look-up. */
export function rowOf(result: LookedUp): Row | undefined {
  return "rows" in result ? result.rows[0] : result[0];
}
