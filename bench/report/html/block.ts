import type { Block } from "../text/document.ts";
import { oneLine } from "../text/format.ts";
import type { TextTable } from "../text/text-table.ts";
import { type Html, html } from "./html.ts";

/** A piece of a report within a section of the page. */
export function htmlOfBlock(block: Block): Html {
  switch (block.kind) {
    case "heading":
      return html`<h3>${withCode(block.text)}</h3>`;
    case "table":
      return htmlOfTable(block.table);
    case "sentences":
      return html`${block.sentences.map((sentence) => html`<p>${withCode(sentence)}</p>`)}`;
    case "list":
      return html`<ul>${block.items.map((item) => html`<li>${withCode(item)}</li>`)}</ul>`;
    case "drawing":
      return html`<pre tabindex="0">${block.lines.join("\n")}</pre>`;
  }
}

/** What stands within backticks is code. */
export function withCode(text: string): Html {
  const parts = oneLine(text).split(/`([^`]*)`/);
  return html`${parts.map((part, place) => (place % 2 === 1 ? html`<code>${part}</code>` : part))}`;
}

/** A table that scrolls by itself where it is wider than the page, by keyboard as well. */
function htmlOfTable({ columns, rows }: TextTable): Html {
  const name = columns.map(({ title }) => title).join(", ");
  const headerPlace = Math.max(
    0,
    columns.findIndex(({ title, align }) => align === "left" && title !== "ties"),
  );
  const cells = (row: readonly string[]) =>
    columns.map(({ align }, place) => {
      const text = oneLine(row[place] ?? "");
      return place === headerPlace
        ? html`<th scope="row" class="${align}">${text}</th>`
        : html`<td class="${align}">${text}</td>`;
    });
  return html`<div class="scroll" role="group" tabindex="0" aria-label="${`Table of ${name}`}">
<table><thead><tr>${columns.map(({ title, align }) => html`<th scope="col" class="${align}">${title}</th>`)}</tr></thead>
<tbody>${rows.map((row) => html`<tr>${cells(row)}</tr>\n`)}</tbody></table></div>
`;
}
