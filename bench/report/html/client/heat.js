import { showBehind } from "./behind.js";
import { element, partOf } from "./element.js";
import { formatNumber } from "./format-number.js";

/** @import { CellData } from "../data/page-data.ts" */
/** @import { Scene } from "./scene.js" */

/**
 * Servers by models as a table whose cells are as full of colour as they are good. It is its own
 * table behind; each cell can be chosen as what all others are compared with.
 * @param {HTMLElement} section
 * @param {Scene} scene
 */
export function drawHeat(section, scene) {
  const { data, cells, metric, load } = scene;
  const shown = data.series.filter((_, place) => scene.isShown(place));
  const columns = unique(shown.map(({ column }) => column));
  const rows = unique(shown.map(({ row }) => row));
  if (cells.length === 0 || columns.length < 2) return false;
  const fullness = fullnessOf(scene);
  const head = columns.map((column) => element("th", { scope: "col" }, [column]));
  const body = rows.map((row) =>
    element("tr", {}, [
      element("th", { scope: "row", class: "left" }, [row]),
      ...columns.map((column) => heatCell(scene, row, column, fullness)),
    ]),
  );
  const caption = `${metric.title} under ${scene.under}, ${metric.unit}`;
  const table = element("table", { class: "heat" }, [
    element("caption", {}, [caption]),
    element("thead", {}, [element("tr", {}, [element("td"), ...head])]),
    element("tbody", {}, body),
  ]);
  const attributes = { class: "scroll", role: "group", tabindex: "0", "aria-label": caption };
  const focused = focusedCell(section);
  partOf(section, ".chart").replaceChildren(element("div", attributes, [table]));
  if (focused !== undefined) {
    section.querySelector(`button[data-series="${focused}"]`)?.dispatchEvent(new Event("restore"));
  }
  showBehind(section, () => ({
    name: `${metric.name}-${load.name}-by-model`,
    columns: ["server", ...columns],
    rows: rows.map((row) => [row, ...columns.map((column) => cellAt(scene, row, column)?.value)]),
  }));
  return true;
}

/**
 * Which cell had the keyboard: choosing it draws the table anew.
 * @param {HTMLElement} section
 */
function focusedCell(section) {
  const { activeElement } = document;
  if (!(activeElement instanceof HTMLButtonElement) || !section.contains(activeElement)) {
    return undefined;
  }
  return activeElement.dataset.series;
}

/**
 * @param {Scene} scene
 * @param {string} row
 * @param {string} column
 * @returns {CellData | undefined}
 */
function cellAt({ data, cells }, row, column) {
  return cells.find(({ series }) => {
    const one = data.series[series];
    return one?.row === row && one.column === column;
  });
}

/**
 * @param {Scene} scene
 * @param {string} row
 * @param {string} column
 * @param {(value: number) => number} fullness
 */
function heatCell(scene, row, column, fullness) {
  const cell = cellAt(scene, row, column);
  if (cell === undefined) return element("td", { class: "none" }, [reasonOf(scene, row, column)]);
  const { series, value } = cell;
  const isChosen = series === scene.reference;
  const button = element(
    "button",
    { type: "button", "aria-pressed": `${isChosen}`, "data-series": `${series}` },
    [formatNumber(value)],
  );
  button.style.background = `color-mix(in oklab, var(--accent) ${Math.round(fullness(value) * 42)}%, var(--surface))`;
  button.onclick = () => scene.compareWith(series);
  button.addEventListener("restore", () => button.focus());
  return element("td", {}, [button]);
}

/**
 * @param {Scene} scene
 * @param {string} row
 * @param {string} column
 */
function reasonOf({ data, figure }, row, column) {
  const place = data.series.findIndex((one) => one.row === row && one.column === column);
  const missing = figure.missing.find(({ series }) => series === place);
  if (missing !== undefined) return missing.reason.split(":")[0] ?? "";
  const isUnavailable = data.unavailable.some(
    ({ server, model }) => row.startsWith(server) && isOfModel(column, model),
  );
  return isUnavailable ? "unavailable" : "–";
}

/**
 * @param {string} column a model with its workers
 * @param {string} model
 */
function isOfModel(column, model) {
  return column === model || column.startsWith(`${model}×`);
}

/**
 * From 0 for the worst to 1 for the best, by the logarithm.
 * @param {Scene} scene
 */
function fullnessOf({ cells, metric }) {
  const logarithms = cells.map(({ value }) => Math.log(value));
  const [least, most] = [Math.min(...logarithms), Math.max(...logarithms)];
  const [worst, best] = metric.better === "higher" ? [least, most] : [most, least];
  /** @param {number} value */
  return (value) => (best === worst ? 0.5 : (Math.log(value) - worst) / (best - worst));
}

/**
 * @param {readonly string[]} values
 * @returns {string[]}
 */
function unique(values) {
  return [...new Set(values)];
}
