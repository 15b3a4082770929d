import {
  type Milliseconds,
  milliseconds,
  type RequestsPerSecond,
  requestsPerSecond,
} from "@rowbench/shared/contract";
import { parsePool, unknownWord } from "@rowbench/shared/lifecycle";
import { InvalidArgumentError } from "commander";
import { parseWorkload, type Workload, workloadForms } from "../plan/workload.ts";

const millisecondsPerUnit: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
};

/** `500ms`, `10s`, `1.5m`, `1h`; a bare number is an error, since nobody could tell its unit. */
export function parseDuration(text: string): Milliseconds {
  const [, number, unit] = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(text) ?? [];
  const value = Number(number) * (millisecondsPerUnit[unit ?? ""] ?? Number.NaN);
  if (value > 0) return milliseconds(value);
  const hint = /^\d+(\.\d+)?$/.test(text) ? ` Did you mean \`${text}s\`?` : "";
  throw new InvalidArgumentError(
    `Expected a duration with its unit, such as 500ms, 10s or 10m, got \`${text}\`.${hint}`,
  );
}

/** A parser of whole numbers in a range, for commander. */
export function wholeNumber(smallest: number, largest: number): (text: string) => number {
  return (text) => {
    const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    if (value >= smallest && value <= largest) return value;
    throw new InvalidArgumentError(
      `Expected a whole number from ${smallest} to ${largest}, got \`${text}\`.`,
    );
  };
}

/** Requests per second, above 0. */
export function parseRate(text: string): RequestsPerSecond {
  const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (value > 0 && value <= 10_000_000) return requestsPerSecond(value);
  throw new InvalidArgumentError(
    `Expected a rate in requests per second from above 0 to 10000000, got \`${text}\`.`,
  );
}

/** Words that become part of a folder's name. */
export function parseLabel(text: string): string {
  if (/^[\w.-]{1,60}$/.test(text) && !text.startsWith(".")) return text;
  throw new InvalidArgumentError(
    `Expected up to 60 letters, digits, dots, dashes or underscores, got \`${text}\`.`,
  );
}

/** A parser of comma-separated words, each one of the allowed. */
export function wordsOf<Word extends string>(
  kind: string,
  allowed: readonly Word[],
): (text: string) => readonly Word[] {
  return (text) => {
    const words = new Set(text.split(",").map((word) => word.trim()));
    return [...words].map((word) => {
      const known = allowed.find((candidate) => candidate === word);
      if (known !== undefined) return known;
      throw new InvalidArgumentError(unknownWord(kind, word, allowed));
    });
  };
}

/** A parser of comma-separated whole numbers in a range, each once, in ascending order. */
export function numbersOf(smallest: number, largest: number): (text: string) => readonly number[] {
  const parse = wholeNumber(smallest, largest);
  return (text) =>
    [...new Set(text.split(",").map((part) => parse(part.trim())))].sort((a, b) => a - b);
}

/** `adaptive`, `adaptive:32` or a number of connections, as a server takes it. */
export function parsePoolText(text: string): string {
  if (parsePool(text) !== undefined) return text;
  throw new InvalidArgumentError(
    `Expected \`adaptive\`, \`adaptive:32\` or a number from 1 to 256, got \`${text}\`.`,
  );
}

/** Several pools, comma-separated. */
export function parsePools(text: string): readonly string[] {
  return [...new Set(text.split(",").map((part) => parsePoolText(part.trim())))];
}

/** Workloads, comma-separated, each once. */
export function parseWorkloads(text: string): readonly Workload[] {
  return [...new Set(text.split(",").map((part) => part.trim()))].map((name) => {
    const workload = parseWorkload(name);
    if (workload !== undefined) return workload;
    throw new InvalidArgumentError(`Expected ${workloadForms}, got \`${name}\`.`);
  });
}
