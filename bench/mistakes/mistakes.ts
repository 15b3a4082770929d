import { parsePool } from "@rowbench/shared/lifecycle";
import type { Series } from "../results/records/series.ts";

/** A server as it should be. */
export interface TunedServer {
  readonly tuned: Series;
  /** The same over all cores, a worker each; absent where no model does that here. */
  readonly spread: Series | undefined;
  readonly cores: number;
}

/** The server without a mistake and with it; or why it cannot be made there. */
export type Made =
  | { readonly kind: "made"; readonly tuned: Series; readonly mistaken: Series }
  | { readonly kind: "impossible"; readonly reason: string };

/** One thing that is done wrong, and all else as it should be. */
interface Mistake {
  /** As tables name it. */
  readonly title: string;
  /** Why people make it. */
  readonly why: string;
  /** The workload that shows it. */
  readonly workload: "db" | "wait:20ms";
  make(server: TunedServer): Made;
}

const connectionsEach = 64;
const workersEach = 4;

/** Every mistake, by the name that the command line has for it. */
export const mistakes = {
  "node-env": {
    title: "NODE_ENV unset",
    why: "Nothing fails without it, and no first example sets it.",
    workload: "db",
    make: ({ tuned }) => {
      if (!readersOfNodeEnv.includes(tuned.server)) return impossible("nothing in it reads it");
      return made(tuned, { nodeEnv: "" });
    },
  },
  logger: {
    title: "a log line a request on the console",
    why: "It is among the first things that each framework's guide adds, and writing to a console or a pipe blocks the event loop.",
    workload: "db",
    // uWebSockets.js has no place before its handlers: both have one that the benchmark wrote.
    make: ({ tuned }) =>
      tuned.server === native
        ? made({ ...tuned, variant: "corked" }, { variant: "logger" })
        : made(tuned, { variant: "logger" }),
  },
  etag: {
    title: "ETag on",
    why: "Express hashes every answer unless told otherwise, and rows that change have no use for it.",
    workload: "db",
    make: ({ tuned }) => {
      if (tuned.server !== "express") return impossible("it sends none by itself");
      return made({ ...tuned, variant: "etag-off" }, { variant: "etag-on" });
    },
  },
  "one-worker": {
    title: "one worker on many cores",
    why: "Node.js takes one core unless told otherwise, and nothing fails.",
    workload: "db",
    make: ({ tuned, spread }) => {
      if (spread === undefined) return impossible(cannotSpread);
      return made(spread, { model: "single", workers: 1 }, tuned);
    },
  },
  "four-workers": {
    title: "four workers a core",
    why: "It is right for servers that wait in their workers, and was copied from them.",
    workload: "db",
    make: ({ spread, cores }) => {
      if (spread === undefined) return impossible(cannotSpread);
      return made(spread, { workers: workersEach * cores });
    },
  },
  "pool-64": {
    title: "64 connections in each worker",
    why: "A larger pool is the first advice against a slow database.",
    workload: "db",
    make: ({ tuned }) => {
      const pool = `${connectionsEach * tuned.workers}`;
      if (parsePool(pool) === undefined) return impossible(`no server takes ${pool} connections`);
      return made(tuned, { pool });
    },
  },
  "pool-1": {
    title: "one connection a worker under a wait",
    why: "One pipelined connection is best while queries are quick, and quick ones are what people measure.",
    workload: "wait:20ms",
    make: ({ tuned }) => made(tuned, { pool: `${tuned.workers}` }),
  },
  "connection-per-query": {
    title: "a connection for each query",
    why: "The first example of every driver connects, asks and ends, and so do guides for functions in a cloud.",
    workload: "db",
    make: ({ tuned }) => made(tuned, { variant: "connection-per-query" }),
  },
  unprepared: {
    title: "no prepared statements",
    why: "node-postgres prepares a query only under a name, which hardly an example gives.",
    workload: "db",
    make: ({ tuned }) => made(tuned, { variant: "unprepared" }),
  },
  "keep-alive": {
    title: "a client connection for each request",
    why: "A proxy in front opens one for each request unless told otherwise, as nginx did for most of its life.",
    workload: "db",
    make: ({ tuned }) => made(tuned, { connection: "close" }),
  },
  schema: {
    title: "no response schema",
    why: "Fastify answers without one just as well, so that it looks like documentation.",
    workload: "db",
    make: ({ tuned }) => {
      if (tuned.server !== "fastify") return impossible("it knows none");
      return made(tuned, { variant: "no-schema" });
    },
  },
  cork: {
    title: "no cork",
    why: "An answer after an `await` goes out without it as well; each write then warns on the console, which is most of the cost.",
    workload: "db",
    make: ({ tuned }) => {
      if (tuned.server !== native) return impossible("what it stands on corks by itself");
      return made({ ...tuned, variant: "corked" }, { variant: "no-cork" });
    },
  },
} as const satisfies Record<string, Mistake>;

export type MistakeName = keyof typeof mistakes;
export const mistakeNames = Object.keys(mistakes) as readonly MistakeName[];

const native = "uwebsockets";
const readersOfNodeEnv: readonly string[] = ["express", "koa"];
const cannotSpread = "no model spreads it over several cores here";

/** `mistaken` is what the mistake changes of `of`, which is the tuned series unless said. */
function made(tuned: Series, mistaken: Partial<Series>, of: Series = tuned): Made {
  return { kind: "made", tuned, mistaken: { ...of, ...mistaken } };
}

function impossible(reason: string): Made {
  return { kind: "impossible", reason };
}
