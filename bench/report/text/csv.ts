/** What a cell of a CSV file holds; nothing where there is no value. */
export type CsvValue = string | number | undefined;

/** A column of a CSV file: its title with the unit, and what it shows of an item. */
export interface CsvColumn<Item> {
  readonly title: string;
  value(item: Item): CsvValue;
}

/** A line for each item under a line of titles, by RFC 4180: commas, quotes doubled, CRLF. */
export function formatCsv<Item>(
  columns: readonly CsvColumn<Item>[],
  items: readonly Item[],
): string {
  const titles = columns.map(({ title }) => formatText(title));
  const lines = items.map((item) => columns.map(({ value }) => formatValue(value(item))));
  return [titles, ...lines].map((cells) => `${cells.join(",")}\r\n`).join("");
}

function formatValue(value: CsvValue): string {
  if (typeof value === "number") return Number.isFinite(value) ? `${value}` : "";
  return value === undefined ? "" : formatText(value);
}

/** A spreadsheet would compute a text that begins like a formula: an apostrophe makes it a text. */
function formatText(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
