import type { Microseconds } from "@rowbench/shared/contract";

/** A load generator that is not ours, where it is installed. */
export interface OtherGenerator {
  /** The program as it is found on the PATH. */
  readonly program: string;
  /** When it sends, a few words. */
  readonly sends: string;
  argumentsFor(run: GeneratorRun): readonly string[];
  /** Throws when the output is not what this program is known to print. */
  parse(output: GeneratorOutput): ObservedLatency;
}

/** What one run of it is about. */
export interface GeneratorRun {
  readonly url: string;
  /** A whole number. */
  readonly seconds: number;
  /** Path of a file that it may write, and that is read afterwards. */
  readonly logFile: string;
}

/** What it left. */
export interface GeneratorOutput {
  readonly stdout: string;
  /** What it wrote to `logFile`, empty when it did not. */
  readonly log: string;
}

/** The latency that it saw. */
export interface ObservedLatency {
  readonly p50Us: Microseconds;
  readonly p99Us: Microseconds;
}

/** Those that can hold a rate send so many requests per second, over so many connections. */
export const pace = { rate: 1000, connections: 50 } as const;
/** Each connection's part of it. */
export const ratePerConnection = pace.rate / pace.connections;
/** How those that hold a rate send. */
export const pacedSends = `${pace.rate}/s over ${pace.connections} connections`;
