import { RowbenchError } from "@rowbench/shared/contract";
import { type Database, databaseUrlFrom, openDatabase } from "@rowbench/shared/database";
import { lockMachine } from "../experiment/benchmark-lock.ts";

/** What every measuring command works with: the machine to itself, a database, Ctrl-C. */
export interface Session {
  readonly database: Database;
  /** Aborts at Ctrl-C or SIGTERM; a second one ends the program at once. */
  readonly signal: AbortSignal;
}

/** What a session may be told. */
export interface SessionOptions {
  /** Rows to have in the table; whatever is there when absent. */
  readonly rows?: number | undefined;
}

/** Runs `work` while no other command measures, and puts everything back afterwards. */
export async function inSession<Result>(
  work: (session: Session) => Promise<Result>,
  { rows }: SessionOptions = {},
): Promise<Result> {
  return withMachine(async (signal) => {
    const database = await openDatabase({
      ...(rows === undefined ? {} : { rows }),
      databaseUrl: databaseUrlFrom(process.env),
      onProgress: say,
    });
    try {
      return await work({ database, signal });
    } finally {
      await database.close();
    }
  });
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

/** Talk goes to stderr, so that stdout holds the answer alone. */
export function say(text: string): void {
  process.stderr.write(`${text}\n`);
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
