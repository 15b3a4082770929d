import { showBehind } from "./behind.js";
import { partOf } from "./element.js";
import { showFigure, widthOf } from "./figure.js";
import { logAxis } from "./log-axis.js";
import { Plot } from "./plot.js";

/** @import { Scene } from "./scene.js" */

/** @type {Readonly<Record<string, string>>} */
const percentileColors = { P50: "var(--series-0)", P99: "var(--series-1)" };

/**
 * Latency of each kind of request of a mix: quick ones suffer from slow ones beside them.
 * @param {HTMLElement} section
 * @param {Scene} scene
 */
export function drawKinds(section, scene) {
  const { load, isShown, labelOf } = scene;
  const rows = load.kinds
    .filter(({ series }) => isShown(series))
    .map((one) => ({ ...one, label: labelOf(one.series) }));
  if (rows.length === 0) return false;
  const chart = partOf(section, ".chart");
  const labels = [...new Set(rows.map(({ label }) => label))];
  const kinds = [...new Set(rows.map(({ kind }) => kind))];
  const across = logAxis(
    Math.min(...rows.map(({ lowMs }) => lowMs)),
    Math.max(...rows.map(({ highMs }) => highMs)),
  );
  const width = widthOf(chart);
  const drawing = Plot.plot({
    width,
    height: 50 + kinds.length * (28 + labels.length * 20),
    marginLeft: Math.min(width * 0.42, 7.2 * Math.max(...labels.map(({ length }) => length)) + 14),
    marginTop: 30,
    marginRight: 20,
    x: { ...across.scale, label: "latency, ms →", grid: true, inset: 8 },
    y: { domain: labels, label: null, tickSize: 0 },
    fy: { domain: kinds, axis: null, padding: 0.25 },
    color: {
      domain: Object.keys(percentileColors),
      range: Object.values(percentileColors),
    },
    marks: [
      Plot.text(kinds, {
        fy: (kind) => kind,
        text: (kind) => kind,
        frameAnchor: "top-left",
        dy: -14,
        fontWeight: 650,
      }),
      Plot.link(rows, {
        fy: "kind",
        x1: ({ lowMs }) => across.at(lowMs),
        x2: ({ highMs }) => across.at(highMs),
        y1: "label",
        y2: "label",
        stroke: "percentile",
        strokeWidth: 6,
        strokeOpacity: 0.45,
      }),
      Plot.dot(rows, {
        fy: "kind",
        x: ({ ms }) => across.at(ms),
        y: "label",
        fill: "percentile",
        symbol: "percentile",
        r: 4.5,
      }),
    ],
  });
  const legend = Object.entries(percentileColors).map(([name, color]) => ({ name, color }));
  const colors = { of: () => "", legend };
  partOf(section, ".state").textContent = `Under ${scene.under}.`;
  showFigure(chart, drawing, `Latency by kind of request under ${scene.under}`, colors);
  showBehind(section, () => ({
    name: `kinds-${load.name}`,
    columns: ["series", "kind", "percentile", "ms", "lowest round, ms", "highest round, ms"],
    rows: rows.map(({ label, kind, percentile, ms, lowMs, highMs }) => [
      label,
      kind,
      percentile,
      ms,
      lowMs,
      highMs,
    ]),
  }));
  return true;
}
