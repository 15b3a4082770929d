import { type Client, createClient } from "../../client/http-client.ts";
import type { TableContent } from "../row.ts";
import { expectRow } from "./expectations.ts";
import { openRawConnection, type RawConnection } from "./raw-connection.ts";

/** A server under test, and the ids of the workers that it consists of. */
export interface ServerUnderTest {
  readonly origin: string;
  readonly workerIds: readonly string[];
  /** What its database holds. */
  readonly table: TableContent;
}

/** A sentence about connections and workers; these take longer than the rules of the routes. */
export interface ConnectionRule {
  readonly name: string;
  check(server: ServerUnderTest): Promise<void>;
}

const timeLimitMs = 5000;

/** Opens a connection for as long as it is used. */
export async function withConnection<Value>(
  { origin }: ServerUnderTest,
  use: (connection: RawConnection) => Promise<Value>,
): Promise<Value> {
  const connection = await openRawConnection(origin, timeLimitMs);
  try {
    return await use(connection);
  } finally {
    connection.close();
  }
}

/** Opens a client of its own for as long as it is used. */
export async function withClient<Value>(
  { origin }: ServerUnderTest,
  use: (client: Client) => Promise<Value>,
): Promise<Value> {
  const client = createClient(origin, timeLimitMs);
  try {
    return await use(client);
  } finally {
    client.close();
  }
}

/** Whether the server answers somebody else, after whatever was done to it. */
export async function expectStillServing(server: ServerUnderTest): Promise<void> {
  await withClient(server, async (client) => {
    expectRow(await client.send("GET", "/db"), server.table);
  });
}
