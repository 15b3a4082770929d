import { lanesOf } from "./lanes.js";
import { Plot } from "./plot.js";

/** @import { Scene } from "./scene.js" */

const laneWidth = 9;
const mostLanes = 6;

/**
 * Brackets beside the lines: a bar for each group of which no two can be told apart, with a dot for
 * each member. Undefined without groups.
 * @param {Scene} scene
 * @param {number} height of all lines, in pixels
 */
export function drawTies({ figure: { ties }, cells }, height) {
  const lines = cells.map(({ series }) => series);
  const groups = ties
    .map((group) =>
      group
        .map((series) => lines.indexOf(series))
        .filter((line) => line !== -1)
        .sort((a, b) => a - b),
    )
    .filter((group) => group.length > 1);
  const lanes = lanesOf(groups);
  const drawn = groups.flatMap((group, place) => {
    const lane = lanes[place] ?? 0;
    return lane < mostLanes ? [{ group, lane }] : [];
  });
  if (drawn.length === 0) return undefined;
  const width = laneWidth * (Math.max(...drawn.map(({ lane }) => lane)) + 1);
  return Plot.plot({
    width,
    height,
    margin: 0,
    x: { type: "linear", domain: [0, width], range: [0, width], axis: null },
    y: { type: "linear", domain: [0, lines.length], range: [0, height], axis: null },
    marks: [
      Plot.ruleX(drawn, {
        x: ({ lane }) => middleOf(lane),
        y1: ({ group }) => (group[0] ?? 0) + 0.5,
        y2: ({ group }) => (group.at(-1) ?? 0) + 0.5,
        stroke: "var(--tie)",
        strokeWidth: 1.5,
      }),
      Plot.dot(
        drawn.flatMap(({ group, lane }) => group.map((line) => ({ line, lane }))),
        {
          x: ({ lane }) => middleOf(lane),
          y: ({ line }) => line + 0.5,
          r: 3,
          fill: "var(--tie)",
        },
      ),
    ],
  });
}

/** @param {number} lane */
function middleOf(lane) {
  return (lane + 0.5) * laneWidth;
}
