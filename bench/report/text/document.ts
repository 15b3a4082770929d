import type { TextTable } from "./text-table.ts";

/** A piece of a report, as every form of it shows it in its own way. */
export type Block =
  | { readonly kind: "heading"; readonly text: string }
  /** An extra one says in another way what stands elsewhere: the first to go where room is short. */
  | { readonly kind: "table"; readonly table: TextTable; readonly isExtra?: true }
  | { readonly kind: "sentences"; readonly sentences: readonly string[] }
  | { readonly kind: "list"; readonly items: readonly string[] }
  /** Drawn with characters: each has its place. */
  | { readonly kind: "drawing"; readonly lines: readonly string[] };

/** A title over what follows. */
export function heading(text: string): Block {
  return { kind: "heading", text };
}

/** A table; no block where it has no rows. */
export function tableBlock(table: TextTable): readonly Block[] {
  return table.rows.length === 0 ? [] : [{ kind: "table", table }];
}

/** One that may be left out where there is little room. */
export function extraTableBlock(table: TextTable): readonly Block[] {
  return table.rows.length === 0 ? [] : [{ kind: "table", table, isExtra: true }];
}

/** Sentences, each a line or a paragraph; no block without any. */
export function sentencesBlock(sentences: readonly string[]): readonly Block[] {
  return sentences.length === 0 ? [] : [{ kind: "sentences", sentences }];
}

/** Items of a list; no block without any. */
export function listBlock(items: readonly string[]): readonly Block[] {
  return items.length === 0 ? [] : [{ kind: "list", items }];
}
