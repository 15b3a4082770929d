/**
 * Every error that the project raises on purpose. `exitCode` is what a command ends with:
 * 1 an expected failure, 2 wrong usage, 3 a measurement that was refused or failed.
 */
export const errorCodes = {
  USAGE: { exitCode: 2, meaning: "an argument or an environment variable is not usable" },
  PORT_TAKEN: { exitCode: 1, meaning: "another program listens on the port" },
  SERVER_UNAVAILABLE: { exitCode: 1, meaning: "this machine or this model cannot run the server" },
  RUNTIME_UNAVAILABLE: { exitCode: 1, meaning: "a runtime is not installed, or could not be" },
  SERVER_START_FAILED: {
    exitCode: 1,
    meaning: "the server ended or stayed silent before it was ready",
  },
  SERVER_STOP_FAILED: {
    exitCode: 1,
    meaning: "a server or a process of it outlived its stop signal",
  },
  DATABASE_UNREACHABLE: { exitCode: 1, meaning: "no PostgreSQL answers at DATABASE_URL" },
  DATABASE_REFUSED: { exitCode: 1, meaning: "PostgreSQL refused to make or to read the table" },
  DATABASE_FOREIGN_TABLE: { exitCode: 1, meaning: "a table `world` exists that is not ours" },
  DATABASE_START_FAILED: { exitCode: 1, meaning: "the embedded PostgreSQL did not start" },
  DATABASE_IN_USE: { exitCode: 1, meaning: "another program of the project uses the database" },
  CACHE_UNAVAILABLE: { exitCode: 1, meaning: "no Redis is configured and none can be started" },
  CACHE_UNREACHABLE: { exitCode: 1, meaning: "no Redis answers at REDIS_URL" },
  CACHE_REFUSED: { exitCode: 1, meaning: "Redis refused to hold or to tell the rows" },
  CACHE_START_FAILED: { exitCode: 1, meaning: "the embedded Redis did not start" },
  BENCHMARK_RUNNING: { exitCode: 1, meaning: "another benchmark measures on this machine" },
  LOAD_FAILED: { exitCode: 1, meaning: "the load generator ended before it had a result" },
  HOST_UNAVAILABLE: {
    exitCode: 2,
    meaning: "a host cannot be reached, or not be used for its role",
  },
  HOST_FAILED: { exitCode: 1, meaning: "a role on a host ended or stayed silent" },
  IMAGE_FAILED: { exitCode: 1, meaning: "the image of the roles cannot be built or handed on" },
  STOPPED: { exitCode: 1, meaning: "somebody stopped the command" },
  RESULTS_UNREADABLE: { exitCode: 2, meaning: "an experiment's files are missing or damaged" },
  RESULTS_UNWRITABLE: { exitCode: 1, meaning: "an experiment's files cannot be written" },
  RESULTS_UNLIKE: { exitCode: 1, meaning: "two experiments cannot be compared with each other" },
  TREE_FAILED: {
    exitCode: 1,
    meaning: "another version of the repository cannot be checked out, installed or started",
  },
} as const satisfies Record<string, { exitCode: 1 | 2 | 3; meaning: string }>;

export type ErrorCode = keyof typeof errorCodes;

/** An expected failure: printed as one line, without a stack. */
export class RowbenchError extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = "RowbenchError";
    this.code = code;
  }

  get exitCode(): number {
    return errorCodes[this.code].exitCode;
  }
}

/** The message of anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
