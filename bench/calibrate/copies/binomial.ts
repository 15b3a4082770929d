/**
 * The largest true probability under which so few successes are no rarer than 1 − `confidence`
 * (Clopper and Pearson 1934, one-sided); R: `binom.test(successes, trials, alternative = "less",
 * conf.level = confidence)$conf.int[2]`.
 */
export function binomialUpperBound(successes: number, trials: number, confidence = 0.95): number {
  if (successes >= trials) return 1;
  let [low, high] = [0, 1];
  for (let step = 0; step < 60; step += 1) {
    const middle = (low + high) / 2;
    if (cumulative(successes, trials, middle) > 1 - confidence) low = middle;
    else high = middle;
  }
  return high;
}

/** The most successes that are no rarer than 1 − `confidence`; R: `qbinom(confidence, …)`. */
export function binomialMost(trials: number, probability: number, confidence = 0.95): number {
  let successes = 0;
  while (cumulative(successes, trials, probability) < confidence) successes += 1;
  return successes;
}

/** The probability of at most so many successes; R: `pbinom(successes, trials, probability)`. */
function cumulative(successes: number, trials: number, probability: number): number {
  let term = (1 - probability) ** trials;
  let sum = term;
  for (let count = 1; count <= successes; count += 1) {
    term *= ((trials - count + 1) / count) * (probability / (1 - probability));
    sum += term;
  }
  return sum;
}
