import type { Gate } from "./measurement.ts";

/** Of the window: what the first generator saw while the last one had not begun was not the load. */
const skewShareLimit = 0.01;

/** All generators had their windows at the same time. */
export const skew: Gate = {
  kind: "instrument",
  check: ({ record: { startSkewUs = 0, lastToStart, result } }) => {
    if (startSkewUs <= skewShareLimit * result.elapsedUs) return undefined;
    const ms = Number((startSkewUs / 1000).toPrecision(2));
    const last = lastToStart === undefined ? "" : `, ${lastToStart} last`;
    return `the generators began ${ms} ms apart${last}: more than 1 % of the window`;
  },
};
