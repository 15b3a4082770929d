import type { Client } from "../../client/http-client.ts";
import { helloReply, maximumWait } from "../replies.ts";
import type { TableContent } from "../row.ts";
import { expectBody, expectError, expectJson, expectRow, expectThat } from "./expectations.ts";

/** A server under test, over one connection, and the table that it must answer from. */
export interface Subject {
  readonly client: Client;
  readonly table: TableContent;
}

/** One sentence of the contract, and how to see whether it holds. */
export interface Rule {
  readonly name: string;
  check(subject: Subject): Promise<void>;
}

const drawCount = 20;
const shortWaitMs = 20;

/** The contract of every server under every model. */
export const rules: readonly Rule[] = [
  {
    name: "GET /db answers a row of the table",
    check: async ({ client, table }) => void expectRow(await client.send("GET", "/db"), table),
  },
  {
    name: "GET /db draws its id afresh for every request",
    check: async ({ client, table }) => {
      const ids = new Set<number>();
      for (let draw = 0; draw < drawCount; draw += 1) {
        ids.add(expectRow(await client.send("GET", "/db"), table));
      }
      expectThat(ids.size > 1, `several ids in ${drawCount} answers`, [...ids]);
    },
  },
  {
    name: "a connection is kept for the next request",
    check: async ({ client }) => {
      await client.send("GET", "/db");
      const { reusedConnection } = await client.send("GET", "/db");
      expectThat(reusedConnection, "the same connection", "a new one");
    },
  },
  {
    name: "GET /json answers a greeting",
    check: async ({ client }) => expectBody(await client.send("GET", "/json"), helloReply),
  },
  {
    name: "GET /wait/:ms answers a row after the database waited",
    check: async ({ client, table }) => {
      const start = performance.now();
      expectRow(await client.send("GET", `/wait/${shortWaitMs}`), table);
      const elapsedMs = performance.now() - start;
      // pg_sleep counts whole microseconds, so that a millisecond of slack is ample.
      expectThat(elapsedMs >= shortWaitMs - 1, `at least ${shortWaitMs} ms`, `${elapsedMs} ms`);
    },
  },
  {
    name: "GET /cpu/:ms answers a row",
    check: async ({ client, table }) => void expectRow(await client.send("GET", "/cpu/1"), table),
  },
  ...["/wait/abc", "/wait/-1", "/wait/1.5", "/wait/1e3", `/cpu/${maximumWait + 1}`].map((path) => ({
    name: `GET ${path} is a bad request`,
    check: async ({ client }: Subject) => expectError(await client.send("GET", path), 400),
  })),
  {
    name: "GET /health answers while the database does",
    check: async ({ client }) => {
      const body = expectJson(await client.send("GET", "/health"), 200);
      const { status, worker } = body as { status?: unknown; worker?: unknown };
      expectThat(status === "ok" && typeof worker === "string", '"status":"ok" and a worker', body);
    },
  },
  {
    name: "an unknown path is not found",
    check: async ({ client }) => expectError(await client.send("GET", "/no-such-path"), 404),
  },
  {
    name: "another method is refused",
    check: async ({ client }) => expectError(await client.send("POST", "/db"), 404, 405),
  },
];
