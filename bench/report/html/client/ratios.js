import { showBehind } from "./behind.js";
import { partOf } from "./element.js";
import { showFigure, widthOf } from "./figure.js";
import { logAxisWith } from "./log-axis.js";
import { Plot } from "./plot.js";

/** @import { RatioData } from "../data/page-data.ts" */
/** @import { Scene } from "./scene.js" */

/** Ratios from 1 / 1.02 to 1.02 make no difference to anybody. */
const band = { low: 1 / 1.02, high: 1.02 };

/** @type {Readonly<Record<string, string>>} */
const verdictColors = {
  faster: "var(--ahead)",
  slower: "var(--behind)",
  equivalent: "var(--equal)",
  "cannot tell": "var(--open)",
};

/**
 * Ratios with their intervals, a line each, in groups: what an exchanged part is worth, or what
 * changed from one version to the next.
 * @param {HTMLElement} section
 * @param {Scene} scene
 */
export function drawRatios(section, { data: { ratios, loads } }) {
  if (ratios === undefined || ratios.rows.length === 0) return false;
  const chart = partOf(section, ".chart");
  const { title, meaning } = ratios;
  partOf(section, "h2").textContent = title;
  partOf(section, ".state").textContent = meaning;
  const rows = ratios.rows.map((row) => ({
    ...row,
    name: loads.length > 1 ? `${row.label}, ${row.load}` : row.label,
    end: row.high ?? Number.POSITIVE_INFINITY,
  }));
  const width = widthOf(chart);
  const longest = Math.max(...rows.map(({ name }) => name.length));
  const labelWidth = Math.min(width * 0.45, 7.2 * longest + 14);
  const groups = [...new Set(rows.map(({ group }) => group))];
  const [least, most] = domainOf(rows);
  const across = logAxisWith(ticksIn(least, most), (tick) => `${tick}`, [least, most]);
  const drawing = Plot.plot({
    width,
    height: 46 + groups.length * 30 + rows.length * 26,
    marginLeft: labelWidth,
    marginRight: 16,
    marginTop: 34,
    marginBottom: 8,
    x: { ...across.scale, clamp: true, axis: null },
    y: { type: "point", domain: linesOf(rows, groups), padding: 0.5, axis: null },
    marks: [
      Plot.rectX([band], {
        x1: ({ low }) => across.at(low),
        x2: ({ high }) => across.at(high),
        fill: "var(--line)",
      }),
      Plot.axisX({
        anchor: "top",
        label: null,
        tickSize: 0,
        ticks: across.scale.ticks,
        tickFormat: across.scale.tickFormat,
        fill: "var(--muted)",
      }),
      Plot.ruleX([0], { stroke: "var(--muted)" }),
      Plot.axisY(rows.map(keyOf), {
        tickFormat: (/** @type {string} */ key) => JSON.parse(key)[1],
        label: null,
        tickSize: 0,
        textOverflow: "ellipsis-end",
        lineWidth: Math.max(8, (labelWidth - 26) / 12),
      }),
      Plot.text(groups, {
        y: (group) => JSON.stringify([group, ""]),
        frameAnchor: "left",
        text: (group) => group,
        fontWeight: 650,
        fill: "var(--ink)",
      }),
      Plot.link(rows, {
        x1: ({ low }) => across.at(low),
        x2: ({ end }) => across.at(end),
        y1: keyOf,
        y2: keyOf,
        stroke: ({ verdict }) => verdictColors[verdict] ?? "var(--open)",
        strokeWidth: 7,
        strokeOpacity: 0.55,
      }),
      Plot.dot(rows, {
        x: ({ ratio }) => across.at(ratio),
        y: keyOf,
        r: 5,
        fill: "var(--ink)",
        stroke: "var(--surface)",
      }),
    ],
  });
  showFigure(chart, drawing, title);
  showBehind(section, () => ({
    name: "ratios",
    columns: ["group", "name", "load", "ratio", "from", "to", "verdict"],
    rows: ratios.rows.map(({ group, label, load, ratio, low, high, verdict }) => [
      group,
      label,
      load,
      ratio,
      low,
      high,
      verdict,
    ]),
  }));
  return true;
}

/**
 * Names alone may occur in several groups.
 * @param {{ group: string, name: string }} row
 */
function keyOf({ group, name }) {
  return JSON.stringify([group, name]);
}

/**
 * Each group's title above its lines.
 * @param {readonly { group: string, name: string }[]} rows
 * @param {readonly string[]} groups
 */
function linesOf(rows, groups) {
  return groups.flatMap((group) => [
    JSON.stringify([group, ""]),
    ...rows.filter((row) => row.group === group).map(keyOf),
  ]);
}

/**
 * All ratios and as much of their intervals as does not squeeze them.
 * @param {readonly RatioData[]} rows
 * @returns {[number, number]}
 */
function domainOf(rows) {
  const ratios = rows.map(({ ratio }) => ratio);
  const [least, most] = [Math.min(1, ...ratios), Math.max(1, ...ratios)];
  const low = Math.max(least / 1.8, Math.min(0.9, ...rows.map((row) => row.low)));
  const high = Math.min(
    most * 1.8,
    Math.max(1.1, ...rows.map((row) => row.high ?? Number.POSITIVE_INFINITY)),
  );
  return [low / 1.03, high * 1.03];
}

/**
 * @param {number} least
 * @param {number} most
 */
function ticksIn(least, most) {
  const wide = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100];
  const narrow = [0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.1, 1.2, 1.3, 1.5, 1.7, 2];
  const ticks = most / least > 5 ? wide : narrow;
  return ticks.filter((tick) => tick >= least && tick <= most);
}
