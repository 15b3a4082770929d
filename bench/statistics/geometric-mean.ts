import { mean } from "./mean.ts";

/** exp of the mean logarithm: the mean that treats half as fast and twice as fast alike. */
export function geometricMean(values: readonly number[]): number {
  return Math.exp(mean(values.map(Math.log)));
}
