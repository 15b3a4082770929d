import type { TableContent } from "../row.ts";
import { expectError, expectRow, expectThat } from "./expectations.ts";
import type { Rule } from "./rules.ts";

const drawCount = 20;

/** `GET /cache` of a server whose Redis holds these rows, or that has none. */
export function cacheRules(cached: TableContent | undefined): readonly Rule[] {
  if (cached === undefined)
    return [
      {
        name: "GET /cache is unavailable without a Redis",
        check: async ({ client }) => expectError(await client.send("GET", "/cache"), 503),
      },
    ];
  return [
    {
      name: "GET /cache answers rows from Redis, drawn afresh for every request",
      check: async ({ client }) => {
        const ids = new Set<number>();
        for (let draw = 0; draw < drawCount; draw += 1)
          ids.add(expectRow(await client.send("GET", "/cache"), cached));
        expectThat(ids.size > 1, `several ids in ${drawCount} answers`, [...ids]);
      },
    },
  ];
}
