import { createInterface } from "node:readline/promises";
import type { Readable, Writable } from "node:stream";
import { text } from "node:stream/consumers";
import { messageOf } from "../../contract/index.ts";
import {
  type AdminConnection,
  closeAdminConnection,
  openAdminConnection,
} from "../connection/admin-connection.ts";

/** Where a prompt reads and writes. */
export interface PromptStreams {
  readonly input: Readable & { isTTY?: boolean };
  readonly output: Writable;
  readonly messages: Writable;
}

type SqlRow = Readonly<Record<string, unknown>>;

/**
 * A small `psql` for machines without one: SQL line by line at a terminal, or all of the input at
 * once. Results go to `output`, everything else to `messages`. Resolves to the exit code.
 */
export async function runSqlPrompt(url: string, streams: PromptStreams): Promise<number> {
  const sql = openAdminConnection(url);
  try {
    if (streams.input.isTTY) return await runLines(sql, streams);
    return (await runSql(sql, await text(streams.input), streams)) ? 0 : 1;
  } finally {
    await closeAdminConnection(sql);
  }
}

/** Rows as a table with a line under its head, columns as wide as their widest value. */
export function formatTable(rows: readonly SqlRow[]): string {
  const columns = Object.keys(rows[0] ?? {});
  const cells = [columns, ...rows.map((row) => columns.map((column) => formatValue(row[column])))];
  const widths = columns.map((_, index) =>
    Math.max(...cells.map((line) => line[index]?.length ?? 0)),
  );
  const lines = cells.map((line) =>
    line
      .map((cell, index) => cell.padEnd(widths[index] ?? 0))
      .join(" | ")
      .trimEnd(),
  );
  const rule = widths.map((width) => "-".repeat(width)).join("-+-");
  return [lines[0], rule, ...lines.slice(1)].join("\n");
}

async function runLines(sql: AdminConnection, streams: PromptStreams): Promise<number> {
  streams.messages.write(
    "psql was not found: a plain SQL prompt, one statement a line, Ctrl-D ends\n",
  );
  const lines = createInterface({
    input: streams.input,
    output: streams.messages,
    prompt: "rowbench=# ",
  });
  lines.prompt();
  for await (const line of lines) {
    if (line.trim() !== "") await runSql(sql, line, streams);
    lines.prompt();
  }
  return 0;
}

async function runSql(
  sql: AdminConnection,
  statement: string,
  streams: PromptStreams,
): Promise<boolean> {
  try {
    const result: unknown = await sql.unsafe(statement).simple();
    for (const rows of splitResults(result)) {
      if (rows.length > 0) streams.output.write(`${formatTable(rows)}\n`);
      streams.messages.write(`${rows.count ?? rows.length} row(s)\n`);
    }
    return true;
  } catch (error) {
    streams.messages.write(`error: ${messageOf(error)}\n`);
    return false;
  }
}

type SqlResult = readonly SqlRow[] & { readonly count?: number | null };

/** Several statements give a list of results, one gives its result. */
function splitResults(result: unknown): readonly SqlResult[] {
  if (!Array.isArray(result)) return [];
  return Array.isArray(result[0]) ? result : [result];
}

function formatValue(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (value instanceof Date) return value.toISOString();
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
