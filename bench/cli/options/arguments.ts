import { type ModelName, modelNames, models } from "@rowbench/shared/concurrency";
import {
  type Milliseconds,
  messageOf,
  milliseconds,
  type RequestsPerSecond,
  requestsPerSecond,
  unknownWord,
} from "@rowbench/shared/contract";
import { parsePool } from "@rowbench/shared/lifecycle";
import { findRuntime, type Runtime } from "@rowbench/shared/runtimes";
import { InvalidArgumentError, Option } from "commander";
import type { NamedCell } from "../../experiment/grids/cell-series.ts";
import type { WorkersOption } from "../../experiment/plan/worker-numbers.ts";
import { parseWorkload, type Workload, workloadForms } from "../../results/records/workload.ts";
import type { Limit } from "../../results/summary/regressions.ts";

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

/** An option whose default is read, and shown, as a person would type it. */
export function optionWithDefault<Value>(
  flags: string,
  description: string,
  parse: (text: string) => Value,
  usual: string,
): Option {
  return new Option(flags, description).argParser(parse).default(parse(usual), usual);
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

/** Runtimes by their names or by paths, comma-separated, each once. */
export function parseRuntimes(text: string): readonly Runtime[] {
  const words = new Set(text.split(",").map((word) => word.trim()));
  return [...words].map((word) => {
    try {
      return findRuntime(word);
    } catch (error) {
      throw new InvalidArgumentError(messageOf(error));
    }
  });
}

/** A parser of comma-separated whole numbers in a range, each once, in ascending order. */
export function numbersOf(smallest: number, largest: number): (text: string) => readonly number[] {
  const parse = wholeNumber(smallest, largest);
  return (text) =>
    [...new Set(text.split(",").map((part) => parse(part.trim())))].sort((a, b) => a - b);
}

/** Waits in the database, in ms, and numbers of client connections: what sweeps go through. */
export const waitRange = numbersOf(0, 10_000);
export const connectionsRange = numbersOf(1, 10_000);

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

/** Reads `tuned` or a whole number from 1 to 256. */
export function parseWorkers(text: string): WorkersOption {
  if (text === "tuned") return "tuned";
  if (/^\d+$/.test(text) && Number(text) >= 1 && Number(text) <= 256) return Number(text);
  throw new InvalidArgumentError(
    `Expected \`tuned\` or a whole number from 1 to 256, got \`${text}\`.`,
  );
}

/** `blocking=2,blocking=16,thread-pool=8`: numbers of workers by model. */
export function parseWorkersOf(text: string): ReadonlyMap<ModelName, readonly number[]> {
  const numbers = new Map<ModelName, readonly number[]>();
  for (const part of text.split(",")) {
    const [name = "", number = ""] = part.trim().split("=");
    const model = modelNames.find((known) => known === name);
    if (model === undefined)
      throw new InvalidArgumentError(`Expected a model before \`=\`, got \`${part}\`.`);
    const workers = wholeNumber(1, models[model].maximumWorkers)(number);
    numbers.set(model, [...new Set([...(numbers.get(model) ?? []), workers])]);
  }
  return numbers;
}

/** `slower:5%,costlier:2%`: what may be lost of the throughput, and added to the CPU time. */
export function parseLimits(text: string): readonly Limit[] {
  return text.split(",").map((part) => {
    const [, word, percent = ""] = /^(slower|costlier):(.+)$/.exec(part.trim()) ?? [];
    if (word === undefined)
      throw new InvalidArgumentError(
        `Expected limits such as slower:5% or costlier:2%, got \`${part}\`.`,
      );
    const figure = word === "slower" ? "throughput" : "cpuUsPerRequest";
    return { figure, share: parsePercent(percent) - 1 };
  });
}

/** `express/single`, `express/single@bun`; undefined for what names no cell, such as a folder. */
export function parseCell(text: string, servers: readonly string[]): NamedCell | undefined {
  const [cell = "", runtime] = text.split(/@(.*)/s);
  const [server = "", name, ...rest] = cell.split("/");
  const model = modelNames.find((known) => known === name);
  const isCell = model !== undefined && servers.includes(server) && rest.length === 0;
  return isCell ? { server, model, ...(runtime !== undefined && { runtime }) } : undefined;
}

/** `5%`: a difference, read as the ratio 1.05. */
export function parsePercent(text: string): number {
  const value = /^(\d+(?:\.\d+)?)%$/.exec(text)?.[1];
  if (value !== undefined && Number(value) > 0 && Number(value) <= 100)
    return 1 + Number(value) / 100;
  const hint = /^\d+(\.\d+)?$/.test(text) ? ` Did you mean \`${text}%\`?` : "";
  throw new InvalidArgumentError(`Expected a percentage such as 5%, got \`${text}\`.${hint}`);
}
