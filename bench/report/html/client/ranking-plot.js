import { formatNumber } from "./format-number.js";
import { Plot } from "./plot.js";
import { comparedWith } from "./verdict.js";

/** @import { CellData } from "../data/page-data.ts" */
/** @import { Scene } from "./scene.js" */

/** Room above the lines for the axis. */
export const axisHeight = 26;

/** @type {Readonly<Record<string, string>>} */
const verdictColors = {
  faster: "var(--ahead)",
  slower: "var(--behind)",
  equivalent: "var(--equal)",
  "cannot tell": "var(--open)",
};

/**
 * The dots and bars beside the lines of a ranking, one line below the other. The bar of a series is
 * the interval of its ratio to the reference, laid on the reference's own figure: the reference's
 * rule crosses the bars that cannot be told from it.
 * @param {Scene} scene
 * @param {number} width
 * @param {number} lineHeight
 */
export function drawRankingPlot(scene, width, lineHeight) {
  const { cells, metric, reference } = scene;
  const middle = cells.find(({ series }) => series === reference);
  const bars = middle === undefined ? [] : barsOf(scene, middle);
  const domain = domainOf(cells, bars);
  return Plot.plot({
    width,
    height: axisHeight + cells.length * lineHeight,
    marginTop: axisHeight,
    marginBottom: 0,
    marginLeft: 14,
    marginRight: 14,
    x: { domain, clamp: true, axis: null },
    y: {
      type: "linear",
      domain: [0, cells.length],
      range: [axisHeight, axisHeight + cells.length * lineHeight],
      axis: null,
    },
    marks: [
      Plot.axisX({
        anchor: "top",
        label: null,
        ticks: Math.max(2, Math.min(7, Math.floor(width / 90))),
        tickSize: 0,
        tickFormat: formatNumber,
        fill: "var(--muted)",
      }),
      Plot.gridX({
        ticks: Math.max(2, Math.min(7, Math.floor(width / 90))),
        stroke: "var(--line)",
        strokeOpacity: 1,
      }),
      ...(middle === undefined
        ? []
        : [Plot.ruleX([middle.value], { stroke: "var(--accent)", strokeWidth: 1.5 })]),
      Plot.link(bars, {
        x1: "low",
        x2: "high",
        y1: "line",
        y2: "line",
        stroke: ({ verdict }) => verdictColors[verdict] ?? "var(--open)",
        strokeWidth: 7,
        strokeOpacity: 0.55,
      }),
      Plot.dot(roundsOf(cells), { x: "value", y: "line", r: 1.6, fill: "var(--muted)" }),
      ...(metric.name === "objective" ? [betweenMark(cells)] : []),
      Plot.dot(cells, {
        x: "value",
        y: (_, line) => line + 0.5,
        r: 5,
        fill: ({ series }) => (series === reference ? "var(--accent)" : "var(--ink)"),
        stroke: "var(--surface)",
        strokeWidth: 1.5,
      }),
    ],
  });
}

/**
 * @param {Scene} scene
 * @param {CellData} middle
 */
function barsOf({ cells, figure, reference }, middle) {
  return cells.flatMap(({ series }, line) => {
    const compared = comparedWith(figure, series, reference);
    if (compared === undefined) return [];
    const { low, high, verdict } = compared;
    return [{ low: low * middle.value, high: high * middle.value, line: line + 0.5, verdict }];
  });
}

/** @param {readonly CellData[]} cells */
function roundsOf(cells) {
  return cells.flatMap(({ byRound }, line) =>
    byRound.map(([, value]) => ({ value, line: line + 0.5 })),
  );
}

/** @param {readonly CellData[]} cells */
function betweenMark(cells) {
  return Plot.link(
    cells.flatMap(({ low, high }, line) =>
      low === undefined || high === undefined ? [] : [{ low, high, line: line + 0.5 }],
    ),
    { x1: "low", x2: "high", y1: "line", y2: "line", stroke: "var(--muted)", strokeWidth: 2 },
  );
}

/**
 * Holds all figures, and as much of the bars as does not squeeze them: from 0 where the least is
 * small beside the most.
 * @param {readonly CellData[]} cells
 * @param {readonly { low: number, high: number }[]} bars
 * @returns {[number, number]}
 */
function domainOf(cells, bars) {
  const values = cells.flatMap(({ value, low = value, high = value }) => [value, low, high]);
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const lows = bars.map(({ low }) => Math.max(low, least * 0.8));
  const highs = bars.map(({ high }) => Math.min(high, most * 1.2));
  const [first, last] = [Math.min(least, ...lows), Math.max(most, ...highs)];
  const room = (last - first || last) * 0.03;
  return [first < 0.4 * last ? 0 : first - room, last + room];
}
