import process from "node:process";
import postgres from "postgres";

/*
 * Servers without this project's database layer: a framework, postgres.js on one connection, one
 * prepared look-up, and nothing between. What the layer costs is measured against them.
 */

const { DATABASE_URL = "", DATABASE_ROWS = "" } = process.env;
const rows = Number(DATABASE_ROWS);

// A variable, because the types of postgres.js do not know `max_pipeline`, of which more than its
// usual 100 are under way with 256 connections.
const options = { max: 1, max_pipeline: 1000, fetch_types: false };

export const sql: postgres.Sql = postgres(DATABASE_URL, options);

/** From 1 to the last of the table. */
export function randomId(): number {
  return Math.floor(Math.random() * rows) + 1;
}
