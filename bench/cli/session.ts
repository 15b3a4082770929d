import { type Cache, openCache, redisUrlFrom } from "@rowbench/shared/cache";
import { RowbenchError } from "@rowbench/shared/contract";
import { type Database, databaseUrlFrom, openDatabase } from "@rowbench/shared/database";
import { lockMachine } from "../experiment/benchmark-lock.ts";
import { printable } from "../report/text/format.ts";

/** What every measuring command works with: the machine to itself, a database, Ctrl-C. */
export interface Session {
  readonly database: Database;
  /** Absent where nobody needs it. */
  readonly cache?: Cache;
  /** Aborts at Ctrl-C or SIGTERM; a second one ends the program at once. */
  readonly signal: AbortSignal;
}

/** What a session may be told. */
export interface SessionOptions {
  /** Rows to have in the table; whatever is there when absent. */
  readonly rows?: number | undefined;
  /** Whether it works with Redis, too, and goes on where none can be had. */
  readonly redis?: "needed" | "if available";
}

/** Runs `work` while no other command measures, and puts everything back afterwards. */
export async function inSession<Result>(
  work: (session: Session) => Promise<Result>,
  { rows, redis }: SessionOptions = {},
): Promise<Result> {
  return withMachine(async (signal) => {
    const database = await openDatabase({
      ...(rows === undefined ? {} : { rows }),
      databaseUrl: databaseUrlFrom(process.env),
      onProgress: say,
    });
    try {
      if (redis === undefined) return await work({ database, signal });
      return await withCache(redis, database.rows, (cache) =>
        work({ database, signal, ...(cache && { cache }) }),
      );
    } finally {
      await database.close();
    }
  });
}

async function withCache<Result>(
  need: "needed" | "if available",
  rows: number,
  work: (cache: Cache | undefined) => Promise<Result>,
): Promise<Result> {
  const cache = await openCache({ redisUrl: redisUrlFrom(process.env), rows, onProgress: say });
  if (cache.kind === "unavailable") {
    if (need === "needed") throw new RowbenchError("CACHE_UNAVAILABLE", cache.reason);
    return work(undefined);
  }
  try {
    return await work(cache);
  } finally {
    await cache.close();
  }
}

/** The same for commands that need no database. */
export async function withMachine<Result>(
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const unlock = await lockMachine();
  try {
    return await withInterrupt(work);
  } finally {
    await unlock();
  }
}

/** Runs `work` with a signal that Ctrl-C and SIGTERM abort; a second one ends the program at once. */
export async function withInterrupt<Result>(
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const interrupt = onInterrupt();
  try {
    return await work(interrupt.signal);
  } finally {
    interrupt.dispose();
  }
}

/** Talk goes to stderr, so that stdout holds the answer alone; nothing in it can move a terminal. */
export function say(text: string): void {
  process.stderr.write(`${printable(text)}\n`);
}

const interruptedExitCode = 130;

function onInterrupt(): { readonly signal: AbortSignal; dispose(): void } {
  const controller = new AbortController();
  const abort = () => {
    if (controller.signal.aborted) process.exit(interruptedExitCode);
    controller.abort(new RowbenchError("STOPPED", "stopped"));
  };
  process.on("SIGINT", abort);
  process.on("SIGTERM", abort);
  return {
    signal: controller.signal,
    dispose: () => {
      process.off("SIGINT", abort);
      process.off("SIGTERM", abort);
    },
  };
}
