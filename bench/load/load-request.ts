import type { Milliseconds, RequestsPerSecond } from "@rowbench/shared/contract";
import { RowbenchError } from "@rowbench/shared/contract";

/**
 * How the body of a response is checked: a row with the value that belongs to its id, the
 * message `{"message":"Hello, World!"}`, or not at all. Status 200 and the framing are checked
 * in every case.
 */
export const expectations = ["row", "message", "anything"] as const;
export type Expectation = (typeof expectations)[number];

/** One slice of load. */
export interface LoadRequest {
  /** Such as `http://127.0.0.1:3000/db`; only `http:`. */
  readonly url: string;
  /** Connections that are kept open. */
  readonly connections: number;
  /** How long requests are issued. */
  readonly duration: Milliseconds;
  /** Present: open loop with Poisson arrivals at this rate. Absent: closed loop. */
  readonly rate?: RequestsPerSecond;
  /** The same seed gives the same arrival times. */
  readonly seed: number;
  /** How long one request may take once it is sent, up to 60 seconds. */
  readonly timeLimit: Milliseconds;
  readonly expect: Expectation;
}

/** Where the connections go and what they send. */
export interface Target {
  readonly host: string;
  readonly port: number;
  /** The whole request, headers included, as it goes on the wire. */
  readonly requestBytes: Buffer;
}

/** Throws `USAGE` with the value when a request cannot be run. */
export function assertLoadRequest(request: LoadRequest): void {
  parseTarget(request.url);
  assertBetween("connections", request.connections, 1, 65_535, Number.isInteger);
  assertBetween("duration", request.duration, 1, 86_400_000, Number.isFinite);
  assertBetween("timeLimit", request.timeLimit, 1, 60_000, Number.isFinite);
  assertBetween("seed", request.seed, 0, Number.MAX_SAFE_INTEGER, Number.isInteger);
  if (request.rate !== undefined) {
    assertBetween("rate", request.rate, 0.001, 10_000_000, Number.isFinite);
  }
  if (!expectations.includes(request.expect)) {
    const allowed = expectations.join(", ");
    throw new RowbenchError("USAGE", `expect is \`${request.expect}\`, allowed: ${allowed}`);
  }
}

/** Takes a URL apart and builds the request. Throws `USAGE` for anything but a plain HTTP URL. */
export function parseTarget(url: string): Target {
  const parsed = URL.parse(url);
  if (parsed === null || parsed.protocol !== "http:") {
    throw new RowbenchError("USAGE", `url is \`${url}\`, allowed: http://host:port/path`);
  }
  const path = `${parsed.pathname}${parsed.search}`;
  return {
    host: parsed.hostname.replace(/^\[|\]$/g, ""),
    port: Number(parsed.port || 80),
    requestBytes: Buffer.from(`GET ${path} HTTP/1.1\r\nHost: ${parsed.host}\r\n\r\n`, "latin1"),
  };
}

function assertBetween(
  name: string,
  value: number,
  low: number,
  high: number,
  isAllowed: (value: number) => boolean,
): void {
  if (isAllowed(value) && value >= low && value <= high) return;
  throw new RowbenchError("USAGE", `${name} is \`${value}\`, allowed: ${low} to ${high}`);
}
