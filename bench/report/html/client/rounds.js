import { showBehind } from "./behind.js";
import { colorsOf } from "./colors.js";
import { partOf } from "./element.js";
import { showFigure, widthOf } from "./figure.js";
import { formatNumber, formatWithUnit } from "./format-number.js";
import { Plot } from "./plot.js";

/** @import { Scene } from "./scene.js" */

/**
 * The metric of every start as a dot, round beside round.
 * @param {HTMLElement} section
 * @param {Scene} scene
 */
export function drawRounds(section, scene) {
  const { cells, metric, load, reference, labelOf } = scene;
  const points = cells.flatMap(({ series, byRound }) =>
    byRound.map(([round, value]) => ({ series, round, value })),
  );
  const rounds = [...new Set(points.map(({ round }) => round))].sort((a, b) => a - b);
  if (rounds.length < 2) return false;
  const order = new Map(cells.map(({ series }, place) => [series, place]));
  /** Series side by side within their round. */
  const across = (/** @type {{ series: number, round: number }} */ { series, round }) =>
    round + 0.7 * (((order.get(series) ?? 0) + 0.5) / cells.length - 0.5);
  const colors = colorsOf(scene);
  const place = partOf(section, ".chart");
  const width = widthOf(place);
  const drawing = Plot.plot({
    width,
    height: 340,
    marginLeft: 58,
    marginBottom: 40,
    x: {
      type: "linear",
      domain: [(rounds[0] ?? 0) - 0.5, (rounds.at(-1) ?? 0) + 0.5],
      ticks: thinned(rounds, width),
      tickFormat: (/** @type {number} */ round) => `${round}`,
      label: "round →",
    },
    y: { label: `↑ ${metric.unit}`, tickFormat: formatNumber, grid: true, nice: true, ticks: 6 },
    marks: [
      Plot.dot(points, {
        x: across,
        y: "value",
        r: ({ series }) => (series === reference ? 5 : 3.2),
        fill: ({ series }) => colors.of(series),
        stroke: "var(--surface)",
        strokeWidth: 0.8,
      }),
      Plot.line(
        points.filter(({ series }) => series === reference),
        { x: across, y: "value", stroke: ({ series }) => colors.of(series), strokeWidth: 1.2 },
      ),
      Plot.tip(
        points,
        Plot.pointer({
          x: across,
          y: "value",
          fill: "var(--surface)",
          title: ({ series, round, value }) =>
            `${labelOf(series)}\nround ${round}: ${formatWithUnit(value, metric.unit)}`,
        }),
      ),
    ],
  });
  partOf(section, ".state").textContent =
    `${metric.title} under ${scene.under}; a line joins the dots of the chosen series.`;
  showFigure(place, drawing, `${metric.title} by round under ${scene.under}`, colors);
  showBehind(section, () => ({
    name: `${metric.name}-${load.name}-by-round`,
    columns: ["series", "round", `${metric.title}, ${metric.unit}`],
    rows: points.map(({ series, round, value }) => [labelOf(series), round, value]),
  }));
  return true;
}

/**
 * As many ticks as have room.
 * @param {readonly number[]} rounds
 * @param {number} width
 */
function thinned(rounds, width) {
  const step = Math.ceil((rounds.length * 30) / width);
  return rounds.filter((_, place) => place % step === 0);
}
