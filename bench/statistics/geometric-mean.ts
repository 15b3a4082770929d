/** exp of the mean logarithm: the mean that treats half as fast and twice as fast alike. */
export function geometricMean(values: readonly number[]): number {
  return Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);
}
