import { showBehind } from "./behind.js";
import { colorsOf } from "./colors.js";
import { partOf } from "./element.js";
import { showFigure, widthOf } from "./figure.js";
import { formatNumber, formatWithUnit } from "./format-number.js";
import { logAxis } from "./log-axis.js";
import { Plot } from "./plot.js";

/** @import { Scene } from "./scene.js" */

/**
 * The metric of each series over the places of a sweep, and where the order of two turns.
 * @param {HTMLElement} section
 * @param {Scene} scene
 */
export function drawCurves(section, scene) {
  const { data, metric, labelOf, load } = scene;
  const points = pointsOf(scene);
  const places = [...new Set(points.map(({ at }) => at))].sort((a, b) => a - b);
  if (places.length < 2) return false;
  // A line of several series has one colour, and its name in the table behind.
  const isOfSeries = load.place === undefined;
  const colors = isOfSeries ? undefined : colorsOf(scene);
  const colorOf = colors?.of ?? (() => "var(--accent)");
  const chart = partOf(section, ".chart");
  // Crossings are found by throughput.
  const crossings = metric.name === "throughput" ? crossingsOf(scene) : [];
  const [title, unit] = [data.axis?.title ?? "place", data.axis?.unit ?? ""];
  const values = points.map(({ value }) => value);
  const largest = Math.max(...values);
  const isWide = largest > 20 * Math.min(...values);
  const up = isWide ? logAxis(Math.min(...points.map(({ low }) => low)), largest * 1.1) : undefined;
  const height = up?.at ?? ((/** @type {number} */ value) => value);
  // A wait of 0 has no logarithm.
  const shift = places[0] === 0 ? 1 : 0;
  const across = (/** @type {number} */ at) => Math.log2(at + shift);
  const drawing = Plot.plot({
    width: widthOf(chart),
    height: 380,
    marginLeft: 62,
    marginBottom: 42,
    marginTop: 34,
    x: {
      ticks: places.map(across),
      tickFormat: (/** @type {number} */ _, /** @type {number} */ place) => `${places[place]}`,
      label: `${title} →`,
      inset: 10,
    },
    y: {
      ...(up?.scale ?? { domain: [0, largest * 1.05], tickFormat: formatNumber, ticks: 6 }),
      label: `↑ ${metric.unit}`,
      grid: true,
    },
    marks: [
      Plot.rectX(crossings, {
        x1: ({ between: [low] }) => across(low),
        x2: ({ between: [, high] }) => across(high),
        fill: "var(--accent)",
        fillOpacity: 0.1,
      }),
      Plot.text(crossings, {
        x: ({ between: [low, high] }) => (across(low) + across(high)) / 2,
        frameAnchor: "top",
        dy: -14,
        text: () => "the order turns",
        fill: "var(--ink)",
      }),
      Plot.ruleX(points, {
        x: ({ at }) => across(at),
        y1: ({ low }) => height(low),
        y2: ({ high }) => height(high),
        stroke: ({ series }) => colorOf(series),
        strokeOpacity: 0.5,
        strokeWidth: 3,
      }),
      Plot.line(points, {
        x: ({ at }) => across(at),
        y: ({ value }) => height(value),
        z: "line",
        stroke: ({ series }) => colorOf(series),
        strokeWidth: 2,
      }),
      Plot.dot(points, {
        x: ({ at }) => across(at),
        y: ({ value }) => height(value),
        r: 4,
        fill: ({ series }) => colorOf(series),
      }),
      Plot.tip(
        points,
        Plot.pointer({
          x: ({ at }) => across(at),
          y: ({ value }) => height(value),
          fill: "var(--surface)",
          title: ({ series, name, value }) =>
            `${labelOf(series)}\n${name}: ${formatWithUnit(value, metric.unit)}`,
        }),
      ),
    ],
  });
  const { panel } = load;
  partOf(section, ".state").textContent = [
    ...(panel === undefined ? [] : [`With ${panel}, as it is chosen above.`]),
    ...crossings.map(
      ({ ahead, behind, between: [low, high] }) =>
        `Between ${low} and ${high} ${unit} ${labelOf(ahead)} falls behind ${labelOf(behind)}.`,
    ),
  ].join(" ");
  const under = panel === undefined ? "" : ` with ${panel}`;
  showFigure(chart, drawing, `${metric.title} by ${title}${under}`, colors);
  showBehind(section, () => ({
    name: `${metric.name}-by-${title}`,
    columns: ["series", title, `${metric.title}, ${metric.unit}`, "lowest", "highest"],
    rows: points.map(({ series, at, value, low, high }) => [labelOf(series), at, value, low, high]),
  }));
  return true;
}

/**
 * A series is a line over the loads that share a panel, or a point of the line over a setting.
 * @param {Scene} scene
 */
function pointsOf({ data, load, metric, isShown }) {
  return data.loads
    .filter(({ panel }) => panel === load.panel)
    .flatMap(({ name, place, figures }) =>
      figures[metric.name].cells.flatMap(({ series, value, low = value, high = value }) => {
        const at = place ?? data.series[series]?.place;
        if (at === undefined || !isShown(series)) return [];
        const line = place === undefined ? undefined : series;
        return [{ at, line, name, series, value, low, high }];
      }),
    )
    .sort((a, b) => a.at - b.at);
}

/** @param {Scene} scene */
function crossingsOf({ data, isShown }) {
  return (data.axis?.crossings ?? []).filter(
    ({ ahead, behind }) => isShown(ahead) && isShown(behind),
  );
}
