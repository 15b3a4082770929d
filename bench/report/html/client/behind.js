import { element, partOf } from "./element.js";

/**
 * The figures behind a chart. Texts are names and words, numbers are in the units of the titles.
 * @typedef {object} Figures
 * @property {string} name of the files
 * @property {readonly string[]} columns
 * @property {readonly (readonly (string | number | null | undefined)[])[]} rows
 */

/**
 * Puts a table and downloads behind a chart; the table is made when somebody opens it.
 * @param {HTMLElement} section
 * @param {() => Figures} read
 */
export function showBehind(section, read) {
  const details = /** @type {HTMLDetailsElement} */ (partOf(section, ".behind"));
  partOf(details, ".downloads").replaceChildren(
    downloadButton("CSV", "text/csv", read, formatCsv),
    downloadButton("JSON", "application/json", read, formatJson),
  );
  const show = () => {
    if (details.open) partOf(details, ".table").replaceChildren(tableOf(read()));
  };
  details.ontoggle = show;
  show();
}

/**
 * @param {string} title
 * @param {string} type
 * @param {() => Figures} read
 * @param {(figures: Figures) => string} format
 */
function downloadButton(title, type, read, format) {
  const button = element("button", { type: "button" }, [`Download ${title}`]);
  button.onclick = () => {
    const figures = read();
    const url = URL.createObjectURL(new Blob([format(figures)], { type }));
    element("a", { href: url, download: `${figures.name}.${title.toLowerCase()}` }).click();
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
  };
  return button;
}

/**
 * RFC 4180. A text that a spreadsheet would take for a formula is made a text for it.
 * @param {Figures} figures
 */
export function formatCsv({ columns, rows }) {
  /** @param {string | number | null | undefined} value */
  const field = (value) => {
    if (typeof value !== "string") return value === undefined || value === null ? "" : `${value}`;
    const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return [columns, ...rows].map((row) => `${row.map(field).join(",")}\r\n`).join("");
}

/**
 * An object a row.
 * @param {Figures} figures
 */
export function formatJson({ columns, rows }) {
  const objects = rows.map((row) =>
    Object.fromEntries(columns.map((title, place) => [title, row[place] ?? null])),
  );
  return `${JSON.stringify(objects, null, 2)}\n`;
}

/** @param {Figures} figures */
function tableOf({ name, columns, rows }) {
  const head = columns.map((title) => element("th", { scope: "col" }, [title]));
  const body = rows.map((row) =>
    element(
      "tr",
      {},
      columns.map((_, place) => {
        const value = row[place] ?? "–";
        const isText = typeof value === "string";
        return element("td", { class: isText ? "left" : "right" }, [
          isText ? value : value.toLocaleString("en-US", { maximumSignificantDigits: 5 }),
        ]);
      }),
    ),
  );
  const table = element("table", {}, [
    element("thead", {}, [element("tr", {}, head)]),
    element("tbody", {}, body),
  ]);
  const label = `Figures of ${name}`;
  return element("div", { class: "scroll", role: "group", tabindex: "0", "aria-label": label }, [
    table,
  ]);
}
