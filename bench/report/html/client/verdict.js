/** @import { FigureData, MetricData } from "../data/page-data.ts" */

/**
 * One series beside another: a ratio and the interval that holds for all pairs at once.
 * @typedef {object} Compared
 * @property {number} ratio
 * @property {number} low
 * @property {number} high Infinity where nothing limits it
 * @property {string} verdict
 */

const mostRatio = 10.99;

/** @type {Readonly<Record<string, string>>} */
const mirrored = { faster: "slower", slower: "faster" };

/**
 * The pair seen from `series`, in whichever order it is kept; undefined where nothing is compared.
 * @param {FigureData} figure
 * @param {number} series
 * @param {number | undefined} reference
 * @returns {Compared | undefined}
 */
export function comparedWith({ pairs }, series, reference) {
  for (const [a, b, ratio, low, end, verdict] of pairs) {
    const high = end ?? Number.POSITIVE_INFINITY;
    if (a === series && b === reference) return { ratio, low, high, verdict };
    if (a === reference && b === series) {
      return {
        ratio: 1 / ratio,
        low: 1 / high,
        high: 1 / low,
        verdict: mirrored[verdict] ?? verdict,
      };
    }
  }
  return undefined;
}

/**
 * `faster by 6 % [4, 9]`, `equivalent [−1, +1] %`, `cannot tell [−4, +9] %`.
 * @param {Compared} compared
 * @param {Pick<MetricData, "ahead" | "behind">} metric
 */
export function formatCompared({ ratio, low, high, verdict }, { ahead, behind }) {
  if (verdict !== "faster" && verdict !== "slower") {
    return `${verdict} [${signedPercent(low)}, ${signedPercent(high)}] %`;
  }
  const word = verdict === "faster" ? ahead : behind;
  const [near, far] = ratio >= 1 ? [low, high] : [high, low];
  const [size, least, most] = [ratio, near, far].map((one) => percent(Math.abs(one - 1)));
  return `${word} by ${size} % [${least}, ${most}]`;
}

/** @param {number} ratio */
function signedPercent(ratio) {
  // What is so wide says nothing; its digits would only take room.
  if (ratio > mostRatio) return "> +999";
  const text = percent(Math.abs(ratio - 1));
  if (text === "0") return text;
  return `${ratio < 1 ? "−" : "+"}${text}`;
}

/**
 * Whole percents, and one decimal below ten.
 * @param {number} share
 */
function percent(share) {
  if (share > mostRatio - 1) return "> 999";
  const digits = share < 0.0995 ? 1 : 0;
  const text = (share * 100).toFixed(digits);
  return Number(text).toLocaleString("en-US");
}
