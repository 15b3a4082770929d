/** Markup that is safe to stand in a page; only `html` and `trustedHtml` make it. */
export interface Html {
  readonly [markup]: string;
}

/** What a template takes: text is escaped, markup and lists of it stand as they are. */
export type HtmlValue = Html | string | number | readonly HtmlValue[];

const markup = Symbol("markup");

/** A template whose values are text unless they are markup themselves: nothing can forget to escape. */
export function html(texts: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  return trustedHtml(String.raw({ raw: texts }, ...values.map(formatHtml)));
}

/** Markup made elsewhere. Whoever calls this vouches that no text of others is in it. */
export function trustedHtml(text: string): Html {
  return { [markup]: text };
}

/** The text of a page or a part of one. */
export function formatHtml(value: HtmlValue): string {
  if (typeof value === "number") return String(value);
  if (typeof value === "string") return value.replaceAll(/[&<>"']/g, escapeCharacter);
  return isHtml(value) ? value[markup] : value.map(formatHtml).join("");
}

function isHtml(value: Html | readonly HtmlValue[]): value is Html {
  return markup in value;
}

/** A number is right in text and in attributes, whatever their quotes. */
function escapeCharacter(character: string): string {
  return `&#${character.charCodeAt(0)};`;
}
