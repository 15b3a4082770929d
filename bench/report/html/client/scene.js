/** @import { CellData, FigureData, LoadData, MetricData, PageData } from "../data/page-data.ts" */
/** @import { State } from "./state.js" */

/**
 * What every chart is drawn from: the data, and the part of it that the state asks for.
 * @typedef {object} Scene
 * @property {PageData} data
 * @property {State} state
 * @property {LoadData} load
 * @property {string} under the name of the load, with the axis of a sweep that it lies on
 * @property {MetricData} metric
 * @property {FigureData} figure
 * @property {readonly CellData[]} cells of the shown series, best first
 * @property {number | undefined} reference the series that all others are compared with
 * @property {(series: number) => boolean} isShown
 * @property {(series: number) => string} labelOf
 * @property {(series: number) => void} compareWith makes a series the reference
 */

/**
 * @param {PageData} data
 * @param {State} state
 * @param {(series: number) => void} compareWith
 * @returns {Scene | undefined} nothing without loads or metrics
 */
export function createScene(data, state, compareWith) {
  const load = data.loads[state.load];
  const metric = data.metrics.find(({ name }) => name === state.metric);
  if (load === undefined || metric === undefined) return undefined;
  /** @param {number} series */
  const isShown = (series) => {
    const one = data.series[series];
    if (one === undefined) return false;
    const { servers, models } = state;
    return (
      (servers.size === 0 || servers.has(one.server)) &&
      (models.size === 0 || models.has(one.model))
    );
  };
  const figure = load.figures[metric.name];
  const cells = figure.cells.filter(({ series }) => isShown(series));
  const chosen = cells.find(({ series }) => series === state.reference) ?? cells[0];
  return {
    data,
    state,
    load,
    under: isPlace(load) ? `${data.axis?.title} ${load.name}` : load.name,
    metric,
    figure,
    cells,
    reference: chosen?.series,
    isShown,
    labelOf: (series) => data.series[series]?.label ?? "",
    compareWith,
  };
}

/**
 * Whether a load is one place of a sweep, and named after it alone.
 * @param {LoadData} load
 */
export function isPlace({ place, panel }) {
  return place !== undefined && panel === undefined;
}
