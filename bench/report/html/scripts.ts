import { readFileSync } from "node:fs";
import { findPackageJSON } from "node:module";
import { dirname, join } from "node:path";
import { type Html, html, trustedHtml } from "./html.ts";
import { joinModules } from "./join-modules.ts";

/** A script that stands in the page itself. */
export interface Script {
  readonly kind: "classic" | "module";
  readonly text: string;
}

/** What draws the charts of a report: the library, and our own code for the browser. */
export function readChartScripts(): readonly Script[] {
  return [
    { kind: "classic", text: readPackageFile("d3", "dist/d3.min.js") },
    { kind: "classic", text: readPackageFile("@observablehq/plot", "dist/plot.umd.min.js") },
    { kind: "module", text: joinModules(join(import.meta.dirname, "client", "main.js")) },
  ];
}

/** Data for the scripts: no text in it can end the element that it stands in. */
export function inlineJson(id: string, data: unknown): Html {
  const text = JSON.stringify(data).replaceAll("<", "\\u003c");
  return html`<script type="application/json" id="${id}">${trustedHtml(text)}</script>`;
}

/**
 * A script that cannot end its element. In strings and regular expressions, where alone these can
 * stand, the escape is the same text.
 */
export function safeScript(text: string): string {
  return text.replaceAll(/<(?=\/script|script|!--)/gi, "\\x3C");
}

function readPackageFile(name: string, path: string): string {
  const manifest = findPackageJSON(name, import.meta.url);
  if (manifest === undefined) throw new Error(`the package \`${name}\` is not installed`);
  return readFileSync(join(dirname(manifest), path), "utf8");
}
