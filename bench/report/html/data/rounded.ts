/** More digits than any chart shows would only make the page larger. */
export function rounded(value: number): number {
  return Number(value.toPrecision(5));
}

/** The upper end of an interval, as JSON can hold it. */
export function roundedEnd(value: number): number | null {
  return Number.isFinite(value) ? rounded(value) : null;
}
