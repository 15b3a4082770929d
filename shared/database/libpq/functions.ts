import type { KoffiFunc } from "koffi";

declare const pointee: unique symbol;
type Pointer<Name extends string> = bigint & { readonly [pointee]: Name };

/** A `PGconn`: end it with `PQfinish`. */
export type ConnectionPointer = Pointer<"PGconn">;
/** A `PGresult`: give it back with `PQclear`. */
export type ResultPointer = Pointer<"PGresult">;
/** A `PGcancelConn`: end it with `PQcancelFinish`. */
export type CancelPointer = Pointer<"PGcancelConn">;
/** The address of parameters in memory. */
export type MemoryAddress = bigint | null;

type Connect = (
  keywords: readonly (string | null)[],
  values: readonly (string | null)[],
  expandUrl: number,
) => ConnectionPointer | null;

type Prepare<Result> = (
  connection: ConnectionPointer,
  name: string,
  sql: string,
  parameterCount: number,
  types: MemoryAddress,
) => Result;

type ExecutePrepared<Result> = (
  connection: ConnectionPointer,
  name: string,
  parameterCount: number,
  values: MemoryAddress,
  lengths: MemoryAddress,
  formats: MemoryAddress,
  resultFormat: number,
) => Result;

/** The functions of libpq that the row stores call, under their own names. */
export interface Libpq {
  readonly PQconnectdbParams: KoffiFunc<Connect>;
  readonly PQconninfoParse: (text: string, message: [string | null]) => bigint | null;
  readonly PQconninfoFree: (options: bigint | null) => void;
  readonly PQsetNoticeProcessor: (
    connection: ConnectionPointer,
    processor: bigint,
    argument: null,
  ) => bigint | null;
  readonly PQstatus: (connection: ConnectionPointer | null) => number;
  readonly PQerrorMessage: (connection: ConnectionPointer | null) => string;
  readonly PQsocket: (connection: ConnectionPointer) => number;
  readonly PQfinish: (connection: ConnectionPointer | null) => void;
  readonly PQprepare: KoffiFunc<Prepare<ResultPointer | null>>;
  readonly PQsendPrepare: Prepare<number>;
  readonly PQexecPrepared: KoffiFunc<ExecutePrepared<ResultPointer | null>>;
  readonly PQsendQueryPrepared: ExecutePrepared<number>;
  readonly PQisBusy: (connection: ConnectionPointer) => number;
  readonly PQconsumeInput: (connection: ConnectionPointer) => number;
  /** Waits until `deadlineUs`, in µs since 1970: above 0 ready, 0 too late, below 0 interrupted. */
  readonly PQsocketPoll: (
    socket: number,
    forRead: number,
    forWrite: number,
    deadlineUs: number,
  ) => number;
  readonly PQgetResult: (connection: ConnectionPointer) => ResultPointer | null;
  readonly PQresultStatus: (result: ResultPointer | null) => number;
  readonly PQresultErrorField: (result: ResultPointer | null, field: number) => string | null;
  readonly PQntuples: (result: ResultPointer | null) => number;
  readonly PQgetvalue: (result: ResultPointer | null, row: number, column: number) => string;
  readonly PQcancelCreate: (connection: ConnectionPointer) => CancelPointer | null;
  readonly PQcancelStart: (cancel: CancelPointer) => number;
  readonly PQcancelPoll: (cancel: CancelPointer) => number;
  readonly PQcancelSocket: (cancel: CancelPointer) => number;
  readonly PQcancelFinish: (cancel: CancelPointer | null) => void;
  readonly PQclear: (result: ResultPointer | null) => void;
  /** The address of a function that does nothing with NULL. */
  readonly ignoreNull: bigint;
}

/** What the row stores take from the C library. */
export interface SocketCalls {
  readonly dup: (socket: number) => number;
  readonly shutdown: (socket: number, how: number) => number;
  readonly close: (socket: number) => number;
}

/** Their C prototypes, for koffi. */
export const libpqPrototypes = [
  "void *PQconnectdbParams(const char **keywords, const char **values, int expandUrl)",
  "void *PQconninfoParse(const char *text, _Out_ char **message)",
  "void PQconninfoFree(void *options)",
  "void *PQsetNoticeProcessor(void *connection, void *processor, void *argument)",
  "int PQstatus(void *connection)",
  "const char *PQerrorMessage(void *connection)",
  "int PQsocket(void *connection)",
  "void PQfinish(void *connection)",
  "void *PQprepare(void *connection, const char *name, const char *sql, int count, void *types)",
  "int PQsendPrepare(void *connection, const char *name, const char *sql, int count, void *types)",
  "void *PQexecPrepared(void *connection, const char *name, int count, void *values, void *lengths, void *formats, int resultFormat)",
  "int PQsendQueryPrepared(void *connection, const char *name, int count, void *values, void *lengths, void *formats, int resultFormat)",
  "int PQisBusy(void *connection)",
  "int PQconsumeInput(void *connection)",
  "int PQsocketPoll(int socket, int forRead, int forWrite, int64_t deadlineUs)",
  "void *PQgetResult(void *connection)",
  "int PQresultStatus(void *result)",
  "const char *PQresultErrorField(void *result, int field)",
  "int PQntuples(void *result)",
  "const char *PQgetvalue(void *result, int row, int column)",
  "void *PQcancelCreate(void *connection)",
  "int PQcancelStart(void *cancel)",
  "int PQcancelPoll(void *cancel)",
  "int PQcancelSocket(void *cancel)",
  "void PQcancelFinish(void *cancel)",
  "void PQclear(void *result)",
];

/** The C prototypes of `SocketCalls`. */
export const socketPrototypes = [
  "int dup(int socket)",
  "int shutdown(int socket, int how)",
  "int close(int socket)",
];
