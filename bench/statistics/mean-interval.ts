import { studentQuantile } from "./distributions.ts";
import { mean } from "./mean.ts";

/** A mean with its interval. */
export interface MeanInterval {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/** What intervals hold the truth with by default. */
export const usualConfidence = 0.95;

/**
 * The interval of Student's t, R: `t.test(values, conf.level = confidence)`; undefined of fewer
 * than two values.
 */
export function meanInterval(
  values: readonly number[],
  confidence = usualConfidence,
): MeanInterval | undefined {
  const { length } = values;
  if (length < 2) return undefined;
  const center = mean(values);
  const squares = values.reduce((sum, value) => sum + (value - center) ** 2, 0);
  const standardError = Math.sqrt(squares / (length - 1) / length);
  const halfWidth = studentQuantile((1 + confidence) / 2, length - 1) * standardError;
  return { mean: center, low: center - halfWidth, high: center + halfWidth };
}
