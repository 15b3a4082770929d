import type { Block } from "../text/document.ts";
import type { TextTable } from "../text/text-table.ts";

/** A word of a table, and what it means. */
interface Entry {
  /** Whether a table shows it. */
  occursIn(table: TextTable): boolean;
  readonly meaning: string;
}

/** In the order in which they are explained. */
const entries: readonly Entry[] = [
  {
    occursIn: hasTitle("rank"),
    meaning:
      "rank: 1–3 says that these places are possible. One is ahead of another only where the interval of their ratio lies wholly on one side of 1, and not all of it within 2 %; all intervals hold at once in 95 of 100 runs.",
  },
  {
    occursIn: hasTitle("ties"),
    meaning:
      "ties: those that share a letter cannot be told apart, which is no proof that they are equal.",
  },
  {
    occursIn: hasTitle(/^P\d+ ms/),
    meaning:
      "P50 and P99: median of the rounds [lowest–highest round], from the time at which a request was due to its last byte.",
  },
  {
    occursIn: hasCell(/\d \(once\)$/),
    meaning: "“(once)”: in a single round, so that nothing tells how far it may be off.",
  },
  {
    occursIn: hasTitle("× single"),
    meaning:
      "× single: throughput against the same server under `single`, with intervals that hold for all pairs at once; one that holds 1 tells nobody apart.",
  },
  {
    occursIn: hasTitle(/^× node\d/),
    meaning:
      "× node…: throughput against the same server on the runtime that measured, with intervals that hold for all pairs at once.",
  },
  {
    occursIn: hasCell(/^saturated$/),
    meaning:
      "“saturated”: the backlog grew to the end in most rounds, so that a latency would only measure the queue.",
  },
  {
    occursIn: hasCell(/^too few$/),
    meaning:
      "“too few”: fewer than 100 samples lie beyond that percentile; a longer --budget or a higher --rate gives more.",
  },
  {
    occursIn: hasCell(/^refused$/),
    meaning: "“refused”: no slice at this rate passed the gates; the reasons are below.",
  },
  {
    occursIn: hasTitle("proxies µs/req"),
    meaning:
      "proxies µs/req: CPU time a request of what stands around the server: nginx, PgBouncer.",
  },
  {
    occursIn: hasCell(/\bwire\b/),
    meaning:
      "wire: a driver of ours for these two statements alone. It shows how much of a look-up is the driver: a floor, not for production.",
  },
  ...limitEntries(),
  {
    occursIn: hasCell(/\bequivalent\b/),
    meaning: "“equivalent”: the difference, if there is any, is surely below 2 %.",
  },
  {
    occursIn: hasCell(/\bcannot tell\b/),
    meaning:
      "“cannot tell”: the interval holds both no difference and one that matters; more rounds would tell. It is no tie.",
  },
];

/** What the words of these tables mean, a sentence for each that occurs. */
export function glossaryOf(blocks: readonly Block[]): readonly string[] {
  const tables = blocks.flatMap((block) => (block.kind === "table" ? [block.table] : []));
  return entries.filter(({ occursIn }) => tables.some(occursIn)).map(({ meaning }) => meaning);
}

function limitEntries(): readonly Entry[] {
  const meanings = {
    server: "a process or thread of the server always worked",
    PostgreSQL: "a process of PostgreSQL always worked",
    Redis: "Redis always worked",
    generator: "the load generator always worked: the series may carry more",
    machine: "all processors were used up, and who works less leaves more of them to the others",
    waits: "nobody always worked: the time goes into waiting",
  };
  return Object.entries(meanings).map(([name, meaning]) => ({
    occursIn: hasCell(new RegExp(`^${name}$`), "limit"),
    meaning: `limit “${name}”: at capacity ${meaning}.`,
  }));
}

function hasTitle(title: string | RegExp): Entry["occursIn"] {
  const isIt = (text: string) => (typeof title === "string" ? text === title : title.test(text));
  return ({ columns }) => columns.some((column) => isIt(column.title));
}

/** In any column, or in that with the title. */
function hasCell(pattern: RegExp, title?: string): Entry["occursIn"] {
  return ({ columns, rows }) =>
    columns.some(
      (column, place) =>
        (title === undefined || column.title === title) &&
        rows.some((row) => pattern.test(row[place] ?? "")),
    );
}
