import { type Microseconds, microseconds } from "@rowbench/shared/contract";

const usPerUnit: Readonly<Record<string, number>> = {
  us: 1,
  ms: 1000,
  s: 1_000_000,
  secs: 1_000_000,
  m: 60_000_000,
};

/**
 * The time that stands in a text where `pattern` captures its number and its unit (us, ms, s, secs
 * or m); throws, with the beginning of the text, where it does not.
 */
export function findTime(text: string, pattern: RegExp): Microseconds {
  const [, number, unit = ""] = pattern.exec(text) ?? [];
  const us = Number(number) * (usPerUnit[unit] ?? Number.NaN);
  if (Number.isFinite(us)) return microseconds(Math.round(us));
  throw new Error(`no time like \`${pattern.source}\` in \`${text.trim().slice(0, 200)}\``);
}
