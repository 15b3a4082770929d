/*
 * Messages of PostgreSQL's frontend/backend protocol 3.0, as far as `wire-driver.ts` needs them:
 * https://www.postgresql.org/docs/current/protocol-message-formats.html
 */

import type { Row } from "../../contract/index.ts";

const protocolVersion = 196_608;
const int4 = 23;
const float8 = 701;

/** The types of messages, by their first byte. */
export const kinds = {
  authentication: 0x52,
  backendKey: 0x4b,
  dataRow: 0x44,
  error: 0x45,
  ready: 0x5a,
} as const;

/** Why PostgreSQL refused. */
export class ServerError extends Error {
  readonly sqlState: string;

  constructor(fields: ReadonlyMap<string, string>) {
    super(fields.get("M") ?? "unknown error");
    this.sqlState = fields.get("C") ?? "";
  }
}

/** Bytes of a DataRow with a row: the count of its columns, and two of four bytes after their lengths. */
const dataRowBytes = 18;

/** Reads the row of a DataRow between two offsets; undefined for any other. */
export function readRow(bytes: Buffer, start: number, end: number): Row | undefined {
  if (end - start !== dataRowBytes) return undefined;
  return { id: bytes.readInt32BE(start + 6), randomNumber: bytes.readInt32BE(start + 14) };
}

/** Reads an ErrorResponse from the first byte after its length. */
export function readError(bytes: Buffer, start: number, end: number): ServerError {
  const fields = bytes.toString("utf8", start, end).split("\0").filter(Boolean);
  return new ServerError(new Map(fields.map((field) => [field.slice(0, 1), field.slice(1)])));
}

export function startupMessage(user: string, database: string): Buffer {
  const settings = ["user", user, "database", database, "client_encoding", "UTF8", ""];
  return framed(int32(protocolVersion), text(settings.join("\0")));
}

export function saslInitialResponse(mechanism: string, message: string): Buffer {
  const bytes = Buffer.from(message);
  return named("p", text(mechanism), int32(bytes.length), bytes);
}

export const saslResponse = (message: string): Buffer => named("p", Buffer.from(message));

export const terminate: Buffer = named("X");

/** Prepares all statements of the store. */
export const prepareStatements: Buffer = Buffer.concat([
  parse("r", 'select id, randomnumber as "randomNumber" from world where id = $1', int4),
  parse(
    "w",
    'select id, randomnumber as "randomNumber" from world, pg_sleep($2) where id = $1',
    int4,
    float8,
  ),
  parse("p", "select 1"),
  named("S"),
]);

/** Runs an empty query. */
export const ping: Buffer = execution("p");

const row = execution("r", 4);
const rowAfter = execution("w", 4, 8);
/** Where the first parameter begins: after the message's head, both names and two counts. */
const idAt = 1 + 4 + 1 + 2 + 2 + 2 + 2 + 4;
const waitAt = idAt + 4 + 4;

/** Bytes of `writeRow`'s message. */
export const rowLength: number = row.length;
/** Bytes of `writeRowAfter`'s message. */
export const rowAfterLength: number = rowAfter.length;

/** Writes a plain look-up at an offset. */
export function writeRow(target: Buffer, offset: number, id: number): void {
  target.set(row, offset);
  target.writeInt32BE(id, offset + idAt);
}

/** Writes a look-up that waits first. */
export function writeRowAfter(target: Buffer, offset: number, id: number, waitMs: number): void {
  target.set(rowAfter, offset);
  target.writeInt32BE(id, offset + idAt);
  target.writeDoubleBE(waitMs / 1000, offset + waitAt);
}

/** Bind, Execute and Sync of a prepared statement; parameters and results are binary. */
function execution(statement: string, ...parameterLengths: readonly number[]): Buffer {
  const formats = [int16(1), int16(1)];
  const parameters = parameterLengths.flatMap((length) => [int32(length), Buffer.alloc(length)]);
  const counts = [...formats, int16(parameterLengths.length)];
  return Buffer.concat([
    named("B", text(""), text(statement), ...counts, ...parameters, ...formats),
    named("E", text(""), int32(0)),
    named("S"),
  ]);
}

function parse(name: string, sql: string, ...types: readonly number[]): Buffer {
  return named("P", text(name), text(sql), int16(types.length), ...types.map(int32));
}

function named(kind: string, ...parts: readonly Buffer[]): Buffer {
  return Buffer.concat([Buffer.from(kind), framed(...parts)]);
}

function framed(...parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  return Buffer.concat([int32(body.length + 4), body]);
}

function text(value: string): Buffer {
  return Buffer.from(`${value}\0`);
}

function int16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeInt16BE(value);
  return bytes;
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}
