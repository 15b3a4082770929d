import { showBehind } from "./behind.js";
import { element, partOf } from "./element.js";
import { formatWithUnit } from "./format-number.js";
import { axisHeight, drawRankingPlot } from "./ranking-plot.js";
import { drawTies } from "./ties.js";
import { comparedWith, formatCompared } from "./verdict.js";

/** @import { CellData } from "../data/page-data.ts" */
/** @import { Scene } from "./scene.js" */

/**
 * A line for each series, best first, each a radio button: the chosen one is what all others are
 * compared with. Arrow keys move the choice, as in any group of radio buttons.
 * @param {HTMLElement} section
 * @param {Scene} scene
 */
export function drawRanking(section, scene) {
  const { cells, metric } = scene;
  partOf(section, ".note").textContent =
    `${metric.meaning} The dot is the figure, small dots are the rounds, ${metric.better === "higher" ? "higher" : "lower"} is better. Choose a line: every bar is then an interval of the ratio to it, and all intervals hold at once in 95 of 100 runs. A bar that ends at the edge goes on. Lines that a bracket joins cannot be told apart.`;
  const chart = partOf(section, ".chart");
  if (cells.length === 0) {
    chart.replaceChildren(missingOf(scene));
    partOf(section, ".state").textContent = `No figures of ${metric.title} under ${scene.under}.`;
    showBehind(section, () => figuresOf(scene));
    return true;
  }
  const board = boardIn(chart, scene);
  for (const drawing of board.querySelectorAll("svg")) drawing.remove();
  const [row] = board.querySelectorAll(".row");
  const lineHeight = row?.clientHeight ?? 0;
  const ties = drawTies(scene, lineHeight * cells.length);
  const tieColumn = partOf(board, ".tie-column");
  tieColumn.style.width = ties === undefined ? "0" : `${ties.getAttribute("width")}px`;
  if (ties !== undefined) place(board, ties, "ties", 0);
  const width = partOf(board, ".plot-column").clientWidth;
  place(board, drawRankingPlot(scene, width, lineHeight), "plot", axisHeight);
  board.nextElementSibling?.replaceWith(missingOf(scene));
  partOf(section, ".state").textContent = describeState(scene);
  showBehind(section, () => figuresOf(scene));
  return true;
}

/**
 * A drawing over all lines, which lets clicks through to them.
 * @param {HTMLElement} board
 * @param {Element} drawing
 * @param {string} name
 * @param {number} above how far it reaches above the first line
 */
function place(board, drawing, name, above) {
  for (const style of drawing.querySelectorAll("style")) style.remove();
  drawing.setAttribute("class", `${name}-drawing`);
  drawing.setAttribute("aria-hidden", "true");
  /** @type {SVGElement} */ (drawing).style.marginTop = `${-above}px`;
  board.append(drawing);
}

/**
 * The lines of the shown series: those that are there already where they are the same, so that
 * whoever moves through them by keyboard is not thrown out.
 * @param {HTMLElement} chart
 * @param {Scene} scene
 * @returns {HTMLElement}
 */
function boardIn(chart, scene) {
  const { cells, metric, reference, load, compareWith } = scene;
  const name = JSON.stringify([load.name, metric.name, cells.map(({ series }) => series)]);
  const old = chart.querySelector(".board");
  const board =
    old instanceof HTMLElement && old.dataset.name === name
      ? old
      : element("div", { class: "board" });
  if (board !== old) {
    board.dataset.name = name;
    board.setAttribute("role", "radiogroup");
    board.setAttribute("aria-label", "Compare all with");
    board.append(headOf(scene), ...cells.map((cell) => rowOf(cell, scene)));
    board.onchange = ({ target }) => {
      if (target instanceof HTMLInputElement) compareWith(Number(target.value));
    };
    chart.replaceChildren(board, element("p"));
  }
  for (const row of board.querySelectorAll(".row")) {
    const button = /** @type {HTMLInputElement} */ (row.querySelector("input"));
    const series = Number(button.value);
    button.checked = series === reference;
    row.classList.toggle("chosen", button.checked);
    const verdict = partOf(row, ".verdict");
    const { text, kind } = verdictOf(scene, series);
    verdict.textContent = text;
    verdict.dataset.kind = kind;
  }
  return board;
}

/** @param {Scene} scene */
function headOf({ metric }) {
  const span = (/** @type {string} */ name, /** @type {string} */ text) =>
    element("span", { class: name }, [text]);
  return element("div", { class: "head", "aria-hidden": "true" }, [
    span("rank", "place"),
    span("name", "series"),
    span("tie-column", ""),
    span("plot-column", ""),
    span("value", metric.unit),
    span("verdict", "against the chosen one"),
  ]);
}

/**
 * @param {CellData} cell
 * @param {Scene} scene
 */
function rowOf({ series, value, rank }, { labelOf, metric }) {
  const button = element("input", { type: "radio", name: "reference", value: `${series}` });
  const [best, worst] = rank ?? [];
  const places = best === worst ? `${best ?? ""}` : `${best}–${worst}`;
  const [number = "", unit = ""] = formatWithUnit(value, metric.unit).split(" ");
  return element("label", { class: "row" }, [
    button,
    element("span", { class: "rank" }, [places]),
    element("span", { class: "name" }, [labelOf(series)]),
    element("span", { class: "value" }, [number, element("span", { class: "unit" }, [` ${unit}`])]),
    element("span", { class: "verdict" }),
  ]);
}

/**
 * @param {Scene} scene
 * @param {number} series
 */
function verdictOf({ figure, metric, reference }, series) {
  if (series === reference) return { text: "chosen", kind: "chosen" };
  const compared = comparedWith(figure, series, reference);
  if (compared !== undefined) {
    return { text: formatCompared(compared, metric), kind: compared.verdict };
  }
  return { text: figure.pairs.length === 0 ? "no intervals" : "not compared", kind: "none" };
}

/** @param {Scene} scene */
function describeState({ cells, figure, metric, under, labelOf, reference }) {
  if (reference === undefined) return "";
  const verdicts = cells.flatMap(
    ({ series }) => comparedWith(figure, series, reference)?.verdict ?? [],
  );
  const count = (/** @type {string} */ name) => verdicts.filter((one) => one === name).length;
  const parts = [
    [count("faster"), metric.ahead],
    [count("slower"), metric.behind],
    [count("equivalent"), "equivalent"],
    [count("cannot tell"), "cannot be told from it"],
  ].flatMap(([number, word]) => (number === 0 ? [] : [`${number} ${word}`]));
  const found = parts.length === 0 ? "nothing is compared" : parts.join(", ");
  return `${metric.title} under ${under}, against ${labelOf(reference)}: ${found}.`;
}

/** @param {Scene} scene */
function missingOf({ figure, labelOf, isShown }) {
  const missing = figure.missing.filter(({ series }) => isShown(series));
  if (missing.length === 0) return element("p", { class: "missing" });
  const texts = missing.map(({ series, reason }) => `${labelOf(series)} (${reason})`);
  return element("p", { class: "missing" }, [`Without a figure: ${texts.join("; ")}.`]);
}

/** @param {Scene} scene */
function figuresOf({ cells, figure, metric, load, labelOf, reference }) {
  const other = reference === undefined ? "" : labelOf(reference);
  const unit = metric.unit;
  return {
    name: `${metric.name}-${load.name}`,
    columns: [
      "series",
      "best place",
      "worst place",
      `${metric.title}, ${unit}`,
      `lowest, ${unit}`,
      `highest, ${unit}`,
      `ratio to ${other}`,
      "ratio from",
      "ratio to",
      "verdict",
    ],
    rows: [
      ...cells.map(({ series, value, low, high, rank }) => {
        const compared = comparedWith(figure, series, reference);
        const ends = [compared?.ratio, compared?.low, compared?.high];
        const ratios = ends.map((end) => (Number.isFinite(end) ? end : undefined));
        const row = [labelOf(series), rank?.[0], rank?.[1], value, low, high, ...ratios];
        return [...row, compared?.verdict];
      }),
      ...figure.missing.map(({ series, reason }) => [
        labelOf(series),
        ...new Array(8).fill(undefined),
        reason,
      ]),
    ],
  };
}
