import type { ExperimentRecord } from "../../results/records/records.ts";
import type { ExperimentSummary } from "../../results/summary/summary.ts";
import { describeHeadroom, viewBlocks } from "../report.ts";
import { listExceptions } from "../sentences/exceptions.ts";
import { glossaryOf } from "../sentences/glossary.ts";
import { labelsOf } from "../sentences/labels.ts";
import { describeLagShares } from "../sentences/lag-notes.ts";
import { formatPlan } from "../sentences/plan-text.ts";
import { shownSeries } from "../sentences/shown-series.ts";
import { describeDistrust, describeTrust } from "../sentences/trust.ts";
import { type Block, listBlock, sentencesBlock } from "../text/document.ts";
import { disturbedBlocks } from "../views/disturbed.ts";
import { describeAnswer } from "./answer.ts";
import { htmlOfBlock, withCode } from "./block.ts";
import { chartSections } from "./chart-sections.ts";
import { createPageData } from "./data/create-page-data.ts";
import { type Html, html } from "./html.ts";
import { listRunFacts } from "./run-facts.ts";
import { inlineJson, readChartScripts } from "./scripts.ts";
import { serverSections } from "./server-sections.ts";
import { formatShell } from "./shell.ts";

/**
 * The report as one file that needs no network: `report.html`. Its tables are there without
 * scripts; with them come charts of the same figures.
 */
export function formatPage(
  summary: ExperimentSummary,
  records: readonly ExperimentRecord[],
): string {
  const data = createPageData(summary, records);
  const body = html`<a class="skip" href="#figures">Skip to the tables</a>
${headerOf(summary)}
<main>
${chartSections(data)}
${figuresSection(summary)}
${serverSections(summary)}
${trustSection(summary)}
</main>
<footer><p>Made by rowbench from raw samples. Figures hold for this machine and hour: compare within one page.</p></footer>
${inlineJson("page-data", data)}`;
  return formatShell({ title: titleOf(summary), body, scripts: readChartScripts() });
}

function titleOf({ header: { label }, trust }: ExperimentSummary): string {
  return `${trust.kind === "untrusted" ? "UNTRUSTED: " : ""}rowbench: ${label}`;
}

function headerOf(summary: ExperimentSummary): Html {
  const { label, startedAt, machine } = summary.header;
  const distrust = describeDistrust(summary);
  return html`<header>
<p class="eyebrow">rowbench · ${startedAt.slice(0, 10)} · ${machine.cores} × ${machine.cpu}</p>
<h1>${label}</h1>
${distrust.length === 0 ? "" : html`<div class="distrust" role="note">${distrust.map((one) => html`<p>${withCode(one)}</p>`)}</div>`}
<p class="answer">${describeAnswer(summary).map((sentence) => html`${withCode(sentence)} `)}</p>
</header>`;
}

function figuresSection(summary: ExperimentSummary): Html {
  const labels = labelsOf(shownSeries(summary.header.plan));
  const view = viewBlocks(summary);
  const nothing = summary.outcome === "nothing measured" ? ["Nothing was measured."] : [];
  const blocks: readonly Block[] = [
    ...view,
    ...disturbedBlocks(summary, labels),
    ...sentencesBlock(nothing),
  ];
  const words = glossaryOf(view);
  return html`<section id="figures" aria-labelledby="figures-title">
<h2 id="figures-title">All figures</h2>
${blocks.map(htmlOfBlock)}
${words.length === 0 ? "" : html`<details class="words"><summary>What the words mean</summary>${words.map((one) => html`<p>${withCode(one)}</p>`)}</details>`}
</section>`;
}

function trustSection(summary: ExperimentSummary): Html {
  const labels = labelsOf(shownSeries(summary.header.plan));
  const sentences = [
    ...describeTrust(summary),
    ...describeLagShares(summary.loads, labels),
    ...describeHeadroom(summary),
  ];
  const exceptions = listExceptions(summary, labels);
  return html`<section id="trust" aria-labelledby="trust-title">
<h2 id="trust-title">Can it be trusted?</h2>
${sentencesBlock(sentences).map(htmlOfBlock)}
${exceptions.length === 0 ? "" : html`<h3>Refused, missing, unavailable</h3>${listBlock(exceptions).map(htmlOfBlock)}`}
<h3>How it was measured</h3>
<dl>${listRunFacts(summary).map(({ name, value }) => html`<dt>${name}</dt><dd>${name === "Command" && value.startsWith("npm ") ? html`<code>${value}</code>` : value}</dd>\n`)}</dl>
<details><summary>The plan, as it was printed before the first measurement</summary>${htmlOfBlock({ kind: "drawing", lines: formatPlan(summary.header.plan).split("\n") })}</details>
</section>`;
}
