import process from "node:process";
import type { Row, RowCache, RowStore, ServerModule } from "@rowbench/shared/contract";
import { Client } from "pg";
import type { Variants } from "./variants.ts";

type CreateServer = ServerModule["createServer"];
type LookUp = () => Promise<Row>;

const { DATABASE_URL: connectionString = "", DATABASE_ROWS = "" } = process.env;
const rowCount = Number(DATABASE_ROWS);
const text = 'select id, randomnumber as "randomNumber" from world where id = $1';

/**
 * What can be wrong with look-ups, whatever the framework. Plain ones alone are as the mistake has
 * them; all else goes to the tuned row store.
 */
export function lookUpMistakes(createServer: CreateServer): Variants {
  return {
    "connection-per-query": (rows, cache) => withLookUp(createServer, lookUpAlone, rows, cache),
    unprepared: async (rows, cache) =>
      withLookUp(createServer, await openUnprepared(), rows, cache),
  };
}

function withLookUp(
  createServer: CreateServer,
  randomRow: LookUp,
  rows: RowStore,
  cache: RowCache,
): ReturnType<CreateServer> {
  const mistaken: RowStore = {
    randomRow,
    randomRowAfter: (wait) => rows.randomRowAfter(wait),
    ping: () => rows.ping(),
    close: () => rows.close(),
  };
  return createServer(mistaken, cache);
}

/** Opens a connection, asks, and closes it. */
async function lookUpAlone(): Promise<Row> {
  const client = new Client({ connectionString });
  await client.connect();
  try {
    return await lookUpBy(client);
  } finally {
    await client.end();
  }
}

/** One connection for all, as the tuned store has where queries are quick, and no name of a statement. */
async function openUnprepared(): Promise<LookUp> {
  const client = new Client({ connectionString, pipeline: true });
  await client.connect();
  return () => lookUpBy(client);
}

async function lookUpBy(client: Client): Promise<Row> {
  const id = Math.floor(Math.random() * rowCount) + 1;
  const { rows } = await client.query<Row>(text, [id]);
  const [row] = rows;
  if (row === undefined) throw new Error(`there is no row ${id}`);
  return row;
}
