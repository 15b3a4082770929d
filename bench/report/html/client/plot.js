/** Observable Plot, which the page loads before this script. */
export const Plot = /** @type {{ Plot: typeof import("@observablehq/plot") }} */ (
  /** @type {unknown} */ (globalThis)
).Plot;
