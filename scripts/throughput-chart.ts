import { formatHtml, type Html, html } from "../bench/report/html/html.ts";
import type {
  ExperimentSummary,
  LoadSummary,
  SeriesSummary,
} from "../bench/results/summary/summary.ts";

/** Colours of a page. Those of the models can be told apart by colour-blind people (Okabe, Ito). */
export interface Theme {
  readonly text: string;
  readonly faint: string;
  readonly models: readonly string[];
}

export const themes = {
  light: {
    text: "#1f2328",
    faint: "#d1d9e0",
    models: ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#7a6000", "#56606a"],
  },
  dark: {
    text: "#e6edf3",
    faint: "#3d444d",
    models: ["#56b4e9", "#e69f00", "#2fc99a", "#e39ac4", "#f0e442", "#aab4be"],
  },
} as const satisfies Record<string, Theme>;

const width = 800;
const labelWidth = 170;
const headHeight = 64;
const laneHeight = 11;
const serverGap = 14;
const right = 20;

/** Whose throughput a line shows: a server, or one on another runtime than most. */
interface Row {
  readonly label: string;
  readonly series: readonly SeriesSummary[];
}

/**
 * Throughput under the first load as SVG: a row for each server, a lane in it for each model, a dot
 * at the mean and a line from the lowest to the highest round.
 */
export function drawChart(summary: ExperimentSummary, theme: Theme): string {
  const [load] = summary.loads;
  if (load === undefined || load.ranked.length === 0) throw new Error("the run has no ranking");
  const rows = rowsOf(load);
  const models = modelsOf(load);
  const rowHeight = models.length * laneHeight + serverGap;
  const height = headHeight + rows.length * rowHeight + 10;
  const ticks = ticksUpTo(Math.max(...load.ranked.map(({ throughput }) => throughput.high)));
  const x = (value: number) =>
    labelWidth + ((width - labelWidth - right) * value) / (ticks.at(-1) ?? 1);
  const picture: Picture = { theme, models, rowHeight, height, x };
  const title = `Requests per second of each server under each model, ${load.load.name}`;
  const svg = html`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${title}" font-family="system-ui, sans-serif" font-size="12" fill="${theme.text}">
${legend(picture)}
${ticks.map((tick) => axisTick(tick, picture))}
${rows.map((row, index) => drawRow(row, index, picture))}
</svg>
`;
  return formatHtml(svg);
}

interface Picture {
  readonly theme: Theme;
  readonly models: readonly string[];
  readonly rowHeight: number;
  readonly height: number;
  x(value: number): number;
}

/** In the order of their fastest series. */
function rowsOf({ ranked }: LoadSummary): readonly Row[] {
  const labelOf = ({ series: { server, runtime } }: SeriesSummary) =>
    runtime === undefined ? server : `${server} (${runtime})`;
  return [...Map.groupBy(ranked, labelOf)].map(([label, series]) => ({ label, series }));
}

/** In the order in which they are measured, which is that of the list of models. */
function modelsOf({ ranked }: LoadSummary): readonly string[] {
  const order = ["single", "cluster", "reuseport", "threads", "blocking", "thread-pool"];
  const present = new Set(ranked.map(({ series }) => series.model));
  return [...present].toSorted((a, b) => order.indexOf(a) - order.indexOf(b));
}

function legend({ models, theme }: Picture): readonly Html[] {
  const step = (width - labelWidth) / Math.max(1, models.length);
  return models.map((model, index) => {
    const at = labelWidth + index * step;
    return html`<circle cx="${at}" cy="14" r="4" fill="${colourOf(theme, index)}"/><text x="${at + 9}" y="18">${model}</text>\n`;
  });
}

function axisTick(tick: number, { theme, height, x }: Picture): Html {
  const at = x(tick).toFixed(1);
  const text = tick === 0 ? "0 req/s" : tick.toLocaleString("en-US");
  return html`<line x1="${at}" x2="${at}" y1="${headHeight - 12}" y2="${height}" stroke="${theme.faint}"/><text x="${at}" y="${headHeight - 18}" text-anchor="middle" font-size="11">${text}</text>\n`;
}

function drawRow({ label, series }: Row, index: number, picture: Picture): Html {
  const { models, rowHeight, theme, x } = picture;
  const top = headHeight + index * rowHeight;
  const middle = top + (models.length * laneHeight) / 2;
  const dots = series.map(({ series: { model }, throughput: { value, low, high } }) => {
    const lane = models.indexOf(model);
    const y = top + (lane + 0.5) * laneHeight;
    const colour = colourOf(theme, lane);
    return html`<line x1="${x(low).toFixed(1)}" x2="${x(high).toFixed(1)}" y1="${y}" y2="${y}" stroke="${colour}" stroke-width="2" stroke-opacity="0.55"/><circle cx="${x(value).toFixed(1)}" cy="${y}" r="4" fill="${colour}"><title>${`${label}, ${model}: ${Math.round(value).toLocaleString("en-US")} req/s`}</title></circle>\n`;
  });
  return html`<text x="${labelWidth - 12}" y="${middle + 4}" text-anchor="end" font-weight="600">${label}</text>\n${dots}`;
}

function colourOf({ models }: Theme, index: number): string {
  return models[index % models.length] ?? "";
}

/** Round numbers from 0 to at least `largest`, four to eight of them. */
export function ticksUpTo(largest: number): readonly number[] {
  const rough = largest / 6;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((times) => times * power).find((one) => one >= rough) ?? power;
  return Array.from({ length: Math.ceil(largest / step) + 1 }, (_, index) => index * step);
}
