import { showBehind } from "./behind.js";
import { colorsOf } from "./colors.js";
import { partOf } from "./element.js";
import { showFigure, widthOf } from "./figure.js";
import { formatNumber } from "./format-number.js";
import { logAxis, logAxisWith } from "./log-axis.js";
import { Plot } from "./plot.js";

/** @import { Scene } from "./scene.js" */

/**
 * Latency over percentiles: each tenfold to the right looks at ten times rarer requests.
 * @param {HTMLElement} section
 * @param {Scene} scene
 */
export function drawSpectra(section, scene) {
  const { load, reference, labelOf } = scene;
  const spectra = load.spectra.filter(({ series }) => scene.isShown(series));
  if (spectra.length === 0) return false;
  const colors = colorsOf(scene);
  const points = spectra.flatMap((one) =>
    one.points.map(([beyond, ms]) => ({ series: one.series, beyond, ms })),
  );
  const place = partOf(section, ".chart");
  const values = points.map(({ ms }) => ms);
  const last = Math.max(...points.map(({ beyond }) => beyond));
  const ticks = [1, 2, 10, 100, 1000, 10_000, 100_000].filter((tick) => tick <= last);
  const across = logAxisWith(ticks, formatBeyond, [1, last]);
  const up = logAxis(Math.min(...values), Math.max(...values));
  const drawing = Plot.plot({
    width: widthOf(place),
    height: 380,
    marginLeft: 52,
    marginBottom: 40,
    x: { ...across.scale, label: "percentile →" },
    y: { ...up.scale, label: "↑ latency, ms", grid: true },
    marks: [
      Plot.line(points, {
        x: ({ beyond }) => across.at(beyond),
        y: ({ ms }) => up.at(ms),
        z: "series",
        stroke: ({ series }) => colors.of(series),
        strokeWidth: ({ series }) => (series === reference ? 3.2 : 1.6),
      }),
      Plot.tip(
        points,
        Plot.pointer({
          x: ({ beyond }) => across.at(beyond),
          y: ({ ms }) => up.at(ms),
          fill: "var(--surface)",
          title: ({ series, beyond, ms }) =>
            `${labelOf(series)}\nP${formatBeyond(beyond)}: ${formatNumber(ms)} ms`,
        }),
      ),
    ],
  });
  const rate = load.commonRate === undefined ? "" : ` at ${formatNumber(load.commonRate)} req/s`;
  partOf(section, ".state").textContent =
    `Under ${scene.under}${rate}; the chosen series is drawn thicker.`;
  showFigure(place, drawing, `Latency by percentile under ${scene.under}`, colors);
  showBehind(section, () => ({
    name: `latency-${load.name}`,
    columns: ["series", "samples", "percentile", "latency, ms"],
    rows: spectra.flatMap(({ series, samples, points: own }) =>
      own.map(([beyond, ms]) => [labelOf(series), samples, 100 * (1 - 1 / beyond), ms]),
    ),
  }));
  return true;
}

/**
 * 100 is `99`: one of a hundred lies beyond.
 * @param {number} beyond
 */
function formatBeyond(beyond) {
  return `${Number((100 * (1 - 1 / beyond)).toPrecision(beyond < 100 ? 2 : 5))}`;
}
