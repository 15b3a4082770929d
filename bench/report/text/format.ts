import type { Bytes, Microseconds } from "@rowbench/shared/contract";
import type { RatioInterval } from "../../statistics/verdict.ts";

/** A whole number with its thousands apart: `61,000`. */
export function formatCount(value: number): string {
  return Math.round(value).toLocaleString("en-US");
}

/** Milliseconds with two decimals: `0.62 ms`. */
export function formatMicroseconds(value: Microseconds): string {
  return `${(value / 1000).toFixed(2)} ms`;
}

/** Microseconds as milliseconds in about three digits, for columns that name the unit: `0.62`. */
export function formatAsMilliseconds(value: Microseconds): string {
  const ms = value / 1000;
  if (ms < 10) return ms.toFixed(2);
  return ms < 100 ? ms.toFixed(1) : formatCount(ms);
}

/** Whole mebibytes: `84 MiB`. */
export function formatBytes(value: Bytes): string {
  return `${Math.round(value / 2 ** 20)} MiB`;
}

/** `1.02 [0.98, 1.06]`; a dash where nothing is known, as after a single round. */
export function formatRatio(interval: RatioInterval | undefined): string {
  if (interval === undefined || !Number.isFinite(interval.high)) return "–";
  const { ratio, low, high } = interval;
  return `${formatFactor(ratio)} [${formatFactor(low)}, ${formatFactor(high)}]`;
}

/** Intervals of two rounds reach factors that nobody reads. */
const largestFactor = 1000;

/** A factor with two decimals: `1.02`; what lies beyond a thousand is shown as that. */
export function formatFactor(value: number): string {
  if (Number.isFinite(value) && value > largestFactor) return `> ${largestFactor}`;
  return Number.isFinite(value) ? value.toFixed(2) : "∞";
}

/** The lowest and the highest of some values: `9,800 – 10,200`. */
export function formatRange(values: readonly number[], format: (value: number) => string): string {
  return `${format(Math.min(...values))} – ${format(Math.max(...values))}`;
}

/** A share from 0 to 1: `12.0 %`. */
export function formatPercent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

/** How far a ratio above 1 lies from 1, in two digits: 1.09 is `9 %`. */
export function formatDifference(ratio: number): string {
  return `${Number(((ratio - 1) * 100).toPrecision(2))} %`;
}

/** `1.5 s`. */
export function formatSeconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}

/** `48 s` or `9 min 30 s`. */
export function formatLength(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  if (seconds < 90) return `${seconds} s`;
  const rest = seconds % 60;
  return `${Math.floor(seconds / 60)} min${rest === 0 ? "" : ` ${rest} s`}`;
}

/** `1 round`, `3 rounds`. */
export function formatNumberOf(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? "" : "s"}`;
}

/**
 * Text of other programs on one line, without the characters that move or turn a terminal's text.
 * Blanks at its beginning stay: they may have been put there.
 */
export function oneLine(text: string): string {
  const lines = text.trimEnd().replace(/^\s*[\r\n]\s*/, "");
  return withoutControls(lines.replaceAll(/\s*[\r\n]+\s*/g, " ⏎ "));
}

/** Controls (C0, C1, so every escape sequence ends here) and those that turn the writing direction. */
const controls = /[\p{Cc}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]+/gu;

/** The same of each line of several. */
export function printable(text: string): string {
  return text.split("\n").map(withoutControls).join("\n");
}

function withoutControls(text: string): string {
  return text.replaceAll(controls, " ");
}
