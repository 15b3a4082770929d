import type { PageData } from "./data/page-data.ts";
import { type Html, html } from "./html.ts";

/** A chart's place in the page; the scripts fill it, and show it only then. */
interface ChartSection {
  readonly id: string;
  readonly title: string;
  readonly text: string;
  /** Whether there is anything to draw under any load. */
  isIn(data: PageData): boolean;
}

const sections: readonly ChartSection[] = [
  {
    id: "ratios",
    title: "Ratios",
    text: "A dot is the ratio, the bar its interval. Within the band around 1 a difference matters to nobody.",
    isIn: ({ ratios }) => ratios !== undefined && ratios.rows.length > 0,
  },
  {
    id: "curves",
    title: "Over the sweep",
    text: "Where two lines cross, the answer turns. Bars reach from the lowest to the highest round.",
    isIn: ({ axis, loads, series }) =>
      axis !== undefined &&
      [...loads, ...series].filter(({ place }) => place !== undefined).length > 1,
  },
  {
    id: "ranking",
    title: "Ranking",
    text: "Choose a line: every other one is then compared with it.",
    isIn: (data) => isRanked(data) && hasCells(data),
  },
  {
    id: "heat",
    title: "Servers by models",
    text: "The fuller the colour, the better. Choose a cell to compare all others with it.",
    isIn: ({ ratios, series, unavailable }) =>
      ratios === undefined &&
      series.length > 2 &&
      new Set([...series.map(({ column }) => column), ...unavailable.map(({ model }) => model)])
        .size > 1 &&
      new Set(series.map(({ row }) => row)).size > 1,
  },
  {
    id: "spectra",
    title: "Latency by percentile",
    text: "From the moment when a request was due to its last byte, at a rate that all carry (open loop, so coordinated omission hides nothing); all rounds together, up to the percentile with 100 samples beyond it.",
    isIn: ({ loads }) => loads.some(({ spectra }) => spectra.length > 0),
  },
  {
    id: "kinds",
    title: "Latency by kind of request",
    text: "At the common rate: the median of the rounds, the bar from the lowest to the highest.",
    isIn: ({ loads }) => loads.some(({ kinds }) => kinds.length > 0),
  },
  {
    id: "rounds",
    title: "Round by round",
    text: "Every round starts every server afresh, in a new order: how far the dots of one series lie apart is the noise that the intervals allow for.",
    isIn: ({ loads }) =>
      loads.some(({ figures }) =>
        figures.throughput.cells.some(({ byRound }) => byRound.length > 1),
      ),
  },
];

/** All charts that an experiment has figures for, below the controls that they share. */
export function chartSections(data: PageData): Html {
  const present = sections.filter((section) => section.isIn(data));
  if (present.length === 0) return html``;
  return html`<form id="controls" hidden aria-label="What the charts show"></form>
${present.map(htmlOfSection)}`;
}

/** Pairs that were named beforehand have intervals of their own, which those of all pairs are not. */
function isRanked({ ratios }: PageData): boolean {
  return ratios?.isNamedPairs !== true;
}

function hasCells({ loads }: PageData): boolean {
  return loads.some(({ figures }) => Object.values(figures).some(({ cells }) => cells.length > 0));
}

function htmlOfSection({ id, title, text }: ChartSection): Html {
  return html`<section class="chart-section" id="${id}" aria-labelledby="${id}-title" hidden>
<h2 id="${id}-title">${title}</h2>
<p class="state" aria-live="polite"></p>
<div class="chart"></div>
<p class="note">${text}</p>
<details class="behind"><summary>The figures of this chart</summary><div class="downloads"></div><div class="table"></div></details>
</section>
`;
}
