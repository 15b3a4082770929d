import type { RunsComparison } from "../../results/summary/compare-runs.ts";
import { htmlOfBlock } from "../html/block.ts";
import { html } from "../html/html.ts";
import { formatShell } from "../html/shell.ts";
import { runsComparisonBlocks } from "./runs-comparison.ts";

/** Two finished runs beside each other as one HTML file, in the style of a report, without scripts. */
export function formatRunsComparisonPage(comparison: RunsComparison): string {
  const body = html`<header><h1>After against before</h1></header>
<main>
<section aria-label="Verdicts">
${runsComparisonBlocks(comparison).map(htmlOfBlock)}
</section>
</main>`;
  return formatShell({ title: "rowbench: after against before", body });
}
