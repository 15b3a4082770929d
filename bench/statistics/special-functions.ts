/** ψ, the derivative of ln Γ, for x above 0: recurrence to 8, then Stirling's series. */
export function digamma(x: number): number {
  if (x < 8) return digamma(x + 1) - 1 / x;
  const y = 1 / x ** 2;
  return Math.log(x) - 1 / (2 * x) - y * (1 / 12 - y * (1 / 120 - y * (1 / 252 - y / 240)));
}

/** ψ′, the derivative of ψ, for x above 0, in the same way. */
export function trigamma(x: number): number {
  if (x < 8) return trigamma(x + 1) + 1 / x ** 2;
  const y = 1 / x ** 2;
  return 1 / x + y / 2 + (y / x) * (1 / 6 - y * (1 / 30 - y * (1 / 42 - y / 30)));
}

/** The x at which ψ′ is `value`, which is above 0; between 1e-6 and 1e8, by halving ln x. */
export function inverseTrigamma(value: number): number {
  let [low, high] = [1e-6, 1e8];
  while (high / low > 1 + 1e-12) {
    const middle = Math.sqrt(low * high);
    if (trigamma(middle) > value) low = middle;
    else high = middle;
  }
  return low;
}
