import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { formatHtml, type Html, html, trustedHtml } from "./html.ts";
import { type Script, safeScript } from "./scripts.ts";

/** A page of reports: everything that it needs stands in it. */
export interface Shell {
  readonly title: string;
  readonly body: Html;
  /** Run in their order once the body is there. */
  readonly scripts?: readonly Script[];
}

/** In this order: later rules win. */
const styleSheets = ["tokens", "text", "controls", "drawings", "ranking", "tables", "paper"];

/**
 * A whole HTML document in the style of all reports. Its policy lets nothing be fetched, and nothing
 * run but the scripts that are given here.
 */
export function formatShell({ title, body, scripts = [] }: Shell): string {
  const style = readStyle();
  const safe = scripts.map(({ kind, text }) => ({ kind, text: safeScript(text) }));
  return formatHtml(html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policyOf(style, safe)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>${trustedHtml(style)}</style>
</head>
<body>
${body}
${safe.map(htmlOfScript)}
</body>
</html>`);
}

function readStyle(): string {
  return styleSheets
    .map((name) => readFileSync(join(import.meta.dirname, "style", `${name}.css`), "utf8"))
    .join("\n");
}

function policyOf(style: string, scripts: readonly Script[]): string {
  const hashes = scripts.map(({ text }) => sourceHash(text));
  const scriptSources = hashes.length === 0 ? "'none'" : hashes.join(" ");
  return `default-src 'none'; script-src ${scriptSources}; style-src ${sourceHash(style)}; base-uri 'none'; form-action 'none'`;
}

/** As a Content-Security-Policy names what it allows. */
function sourceHash(text: string): string {
  return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
}

function htmlOfScript({ kind, text }: Script): Html {
  const content = trustedHtml(text);
  return kind === "module"
    ? html`<script type="module">${content}</script>`
    : html`<script>${content}</script>\n`;
}
