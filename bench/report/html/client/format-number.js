const whole = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });
const threeDigits = new Intl.NumberFormat("en-US", { maximumSignificantDigits: 3 });

/**
 * `20,412`; three digits below a thousand.
 * @param {number} value
 */
export function formatNumber(value) {
  return value >= 1000 ? whole.format(value) : threeDigits.format(value);
}

/**
 * `20,412 req/s`.
 * @param {number} value
 * @param {string} unit
 */
export function formatWithUnit(value, unit) {
  return `${formatNumber(value)} ${unit}`;
}
