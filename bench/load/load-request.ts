import type { Milliseconds, RequestsPerSecond } from "@rowbench/shared/contract";
import { RowbenchError } from "@rowbench/shared/contract";

/**
 * How the body of a response is checked: a row with the value that belongs to its id, the
 * message `{"message":"Hello, World!"}`, or not at all. Status 200 and the framing are checked
 * in every case.
 */
export const expectations = ["row", "message", "anything"] as const;
export type Expectation = (typeof expectations)[number];

/** One kind of request of a mix. */
export interface RequestClass {
  readonly name: string;
  /** Such as `/wait/20`. */
  readonly path: string;
  /** Its share is this divided by the sum over the mix; above 0. */
  readonly weight: number;
  readonly expect: Expectation;
}

/** Whether a connection lives on after an answer. */
export type ConnectionUse = "keep-alive" | "close";

/** One slice of load. */
export interface LoadRequest {
  /** Such as `http://127.0.0.1:3000/db`; only `http:`. */
  readonly url: string;
  /** Kinds of request in the place of the URL's path and of `expect`, drawn by the seed. */
  readonly mix?: readonly RequestClass[];
  /** Absent: "keep-alive". */
  readonly connection?: ConnectionUse;
  /** Requests that go out together on a connection, closed loop alone. Absent: 1. */
  readonly pipeline?: number;
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
  /** One for each class of the mix. */
  readonly requests: readonly PreparedRequest[];
  /** How many are sent together. */
  readonly pipeline: number;
  /** Each request asks for the end of its connection; not every server says that it obeys. */
  readonly asksToClose: boolean;
}

/** A request that needs no more work. */
export interface PreparedRequest {
  /** All that goes on the wire at once, headers included. */
  readonly bytes: Buffer;
  readonly expect: Expectation;
}

/** Throws `USAGE` with the value when a request cannot be run. */
export function assertLoadRequest(request: LoadRequest): void {
  parseTarget(request);
  assertBetween("connections", request.connections, 1, 65_535, Number.isInteger);
  assertBetween("duration", request.duration, 1, 86_400_000, Number.isFinite);
  assertBetween("timeLimit", request.timeLimit, 1, 60_000, Number.isFinite);
  assertBetween("seed", request.seed, 0, Number.MAX_SAFE_INTEGER, Number.isInteger);
  if (request.rate !== undefined) {
    assertBetween("rate", request.rate, 0.001, 10_000_000, Number.isFinite);
  }
  for (const { expect, weight } of classesOf(request)) {
    assertBetween("weight", weight, Number.MIN_VALUE, Number.MAX_VALUE, Number.isFinite);
    if (expectations.includes(expect)) continue;
    const allowed = expectations.join(", ");
    throw new RowbenchError("USAGE", `expect is \`${expect}\`, allowed: ${allowed}`);
  }
  assertPipeline(request);
}

function assertPipeline(request: LoadRequest): void {
  const { pipeline = 1, rate, connection } = request;
  assertBetween("pipeline", pipeline, 1, 1024, Number.isInteger);
  const isOneKind = classesOf(request).length === 1;
  if (pipeline === 1 || (rate === undefined && isOneKind && connection !== "close")) return;
  throw new RowbenchError(
    "USAGE",
    "pipeline works in a closed loop, with one kind of request and connections that are kept",
  );
}

/** The kinds of request that a load sends; one without a mix. */
export function classesOf({ url, mix, expect }: LoadRequest): readonly RequestClass[] {
  if (mix !== undefined) return mix;
  const { pathname, search } = URL.parse(url) ?? { pathname: "/", search: "" };
  return [{ name: pathname, path: `${pathname}${search}`, weight: 1, expect }];
}

/** Takes a URL apart and builds the requests. Throws `USAGE` for anything but a plain HTTP URL. */
export function parseTarget(request: LoadRequest): Target {
  const { url, connection = "keep-alive", pipeline = 1 } = request;
  const parsed = URL.parse(url);
  if (parsed === null || parsed.protocol !== "http:") {
    throw new RowbenchError("USAGE", `url is \`${url}\`, allowed: http://host:port/path`);
  }
  const extra = connection === "close" ? "Connection: close\r\n" : "";
  const head = (path: string) => `GET ${path} HTTP/1.1\r\nHost: ${parsed.host}\r\n${extra}\r\n`;
  return {
    host: parsed.hostname.replace(/^\[|\]$/g, ""),
    port: Number(parsed.port || 80),
    requests: classesOf(request).map(({ path, expect }) => ({
      bytes: Buffer.from(head(path).repeat(pipeline), "latin1"),
      expect,
    })),
    pipeline,
    asksToClose: connection === "close",
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
