import { element } from "./element.js";

/** @import { Colors } from "./colors.js" */

/**
 * Puts a drawing in its place. Plot's own style sheet is left out: the page's policy allows one
 * alone, and that has these rules.
 * @param {HTMLElement} place
 * @param {Element} drawing
 * @param {string} label what a screen reader says; the figures are in the table behind
 * @param {Colors} [colors]
 */
export function showFigure(place, drawing, label, colors) {
  for (const style of drawing.querySelectorAll("style")) style.remove();
  drawing.setAttribute("role", "img");
  // An image has no parts; the style sheet still knows them by these names.
  for (const part of drawing.querySelectorAll("[aria-label]")) {
    part.setAttribute("data-mark", part.getAttribute("aria-label") ?? "");
    part.removeAttribute("aria-label");
  }
  drawing.setAttribute("aria-label", label);
  place.replaceChildren(...(colors === undefined ? [] : [legendOf(colors)]), drawing);
}

/** @param {Colors} colors */
function legendOf({ legend }) {
  const items = legend.map(({ name, color }) => {
    const swatch = element("span", { class: "swatch" });
    swatch.style.background = color;
    return element("li", {}, [swatch, name]);
  });
  return element("ul", { class: "legend" }, items);
}

/**
 * Room for a drawing in pixels, and whether it is a phone's.
 * @param {HTMLElement} place
 */
export function widthOf(place) {
  return Math.max(260, place.clientWidth);
}
