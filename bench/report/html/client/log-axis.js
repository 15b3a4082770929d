import { formatNumber } from "./format-number.js";

/**
 * A logarithmic axis with a label at every tick: Plot's own leaves out the labels that it finds too
 * many. What is drawn along it is given as `at(value)`.
 * @typedef {object} LogAxis
 * @property {(value: number) => number} at
 * @property {{ type: "linear", domain: number[], ticks: number[], tickFormat: (tick: number) => string }} scale
 */

/**
 * With ticks at 1, 2, 5, 10, 20 …
 * @param {number} least
 * @param {number} most
 * @returns {LogAxis}
 */
export function logAxis(least, most) {
  const every = tickValues(least, most, [1, 2, 5]);
  const ticks = every.length > 12 ? tickValues(least, most, [1]) : every;
  return logAxisWith(ticks, formatNumber, [least, most]);
}

/**
 * With ticks at these values.
 * @param {readonly number[]} ticks
 * @param {(value: number) => string} format
 * @param {readonly [number, number]} domain
 * @returns {LogAxis}
 */
export function logAxisWith(ticks, format, domain) {
  const labels = new Map(ticks.map((tick) => [Math.log10(tick), format(tick)]));
  return {
    at: Math.log10,
    scale: {
      type: "linear",
      domain: domain.map((end) => Math.log10(end)),
      ticks: [...labels.keys()],
      tickFormat: (/** @type {number} */ tick) => labels.get(tick) ?? "",
    },
  };
}

/**
 * @param {number} least
 * @param {number} most
 * @param {readonly number[]} steps
 */
function tickValues(least, most, steps) {
  const first = Math.floor(Math.log10(least));
  const tenfolds = Math.ceil(Math.log10(most)) - first + 1;
  return Array.from({ length: tenfolds }, (_, place) => place + first)
    .flatMap((power) => steps.map((step) => Number((step * 10 ** power).toPrecision(3))))
    .filter((tick) => tick >= least && tick <= most);
}
