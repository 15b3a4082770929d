/** @import { Scene } from "./scene.js" */

/** Colours in the style sheet that most people can tell apart. */
const palette = 8;

/**
 * Series have a colour each where there are few, and that of their server where there are many.
 * @typedef {object} Colors
 * @property {(series: number) => string} of
 * @property {readonly { name: string, color: string }[]} legend
 */

/**
 * @param {Scene} scene
 * @returns {Colors}
 */
export function colorsOf({ data: { series }, isShown }) {
  const shown = [...series.keys()].filter(isShown);
  const isFew = series.length <= palette;
  const names = series.map((one) => (isFew ? one.label : one.server));
  const distinct = [...new Set(names)];
  /** @param {string} name */
  const colorOf = (name) => {
    const place = distinct.indexOf(name);
    return place < palette ? `var(--series-${place})` : "var(--muted)";
  };
  return {
    of: (one) => colorOf(names[one] ?? ""),
    legend: [...new Set(shown.map((one) => names[one] ?? ""))].map((name) => ({
      name,
      color: colorOf(name),
    })),
  };
}
