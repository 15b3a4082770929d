import { displayWidth } from "./display-width.ts";
import { oneLine } from "./format.ts";

/** A column of a table. */
export interface Column {
  readonly title: string;
  readonly align: "left" | "right";
  /** Where there is no room for all, columns without it stay, then those with the smallest. */
  readonly spare?: number;
}

/** Text in columns; each row has a cell for each of them. */
export interface TextTable {
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly string[])[];
}

/** A column with what it shows of an item. */
export interface ColumnOf<Item> extends Column {
  cell(item: Item): string;
}

/** A row for each item. */
export function tableOf<Item>(
  columns: readonly ColumnOf<Item>[],
  items: readonly Item[],
): TextTable {
  return { columns, rows: items.map((item) => columns.map(({ cell }) => cell(item))) };
}

/** What limits a plain table. */
export interface PlainOptions {
  /** Columns of the terminal; what has no room is left out and named below. Endless by default. */
  readonly width?: number;
}

const gap = "  ";

/** Aligned columns for a terminal, without blanks at the ends of lines. */
export function formatPlain(
  table: TextTable,
  { width = Number.POSITIVE_INFINITY }: PlainOptions = {},
): string {
  const widths = widthsOf(table);
  const kept = keptColumns(table, widths, width);
  const lines = linesOf(table).map((cells) =>
    kept
      .map((place) => pad(cells[place] ?? "", widths[place] ?? 0, table.columns[place]?.align))
      .join(gap)
      .trimEnd(),
  );
  const left = table.columns.filter((_, place) => !kept.includes(place));
  const names = left.map(({ title }) => title).join("; ");
  return [...lines, ...(left.length === 0 ? [] : [`(no room for: ${names})`])].join("\n");
}

/** How many columns of a terminal a table takes with all of its own. */
export function widthOfTable(table: TextTable): number {
  const widths = widthsOf(table);
  return widths.reduce((sum, width) => sum + width, gap.length * Math.max(0, widths.length - 1));
}

/** The same as a table of Markdown. */
export function formatMarkdownTable(table: TextTable): string {
  const [titles = [], ...rows] = linesOf(table).map((cells) => cells.map(escapeCell));
  const rule = table.columns.map(({ align }) => (align === "right" ? "--:" : ":--"));
  return [titles, rule, ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

function linesOf({ columns, rows }: TextTable): readonly (readonly string[])[] {
  return [columns.map(({ title }) => title), ...rows].map((cells) => cells.map(oneLine));
}

function widthsOf(table: TextTable): readonly number[] {
  const lines = linesOf(table);
  return table.columns.map((_, place) =>
    lines.reduce((widest, cells) => Math.max(widest, displayWidth(cells[place] ?? "")), 0),
  );
}

/** Places of the columns that have room, the indispensable ones and then as many as possible. */
function keptColumns(
  { columns }: TextTable,
  widths: readonly number[],
  width: number,
): readonly number[] {
  const byImportance = [...columns.keys()].sort(
    (a, b) => spareOf(columns, a) - spareOf(columns, b),
  );
  const kept: number[] = [];
  let taken = -gap.length;
  for (const place of byImportance) {
    const wider = taken + gap.length + (widths[place] ?? 0);
    if (wider > width && columns[place]?.spare !== undefined) continue;
    kept.push(place);
    taken = wider;
  }
  return kept.sort((a, b) => a - b);
}

function spareOf(columns: readonly Column[], place: number): number {
  return columns[place]?.spare ?? 0;
}

function pad(text: string, width: number, align: Column["align"] = "left"): string {
  const blanks = " ".repeat(Math.max(0, width - displayWidth(text)));
  return align === "right" ? `${blanks}${text}` : `${text}${blanks}`;
}

/**
 * What a table takes for markup; a backslash as well, or it would take that of the bar behind it
 * for its own.
 */
function escapeCell(text: string): string {
  return text
    .replaceAll(/[\\|`]/g, "\\$&")
    .replaceAll("<", "&lt;")
    .replaceAll("](", "]\\(");
}
