import {
  createFormBody,
  type FormBody,
  type Milliseconds,
  RowbenchError,
} from "@rowbench/shared/contract";
import type { LoadSpec, RequestKind } from "../terms/load-spec.ts";
import { type BodyCheck, createBodyChecks } from "./body-check.ts";
import { RowCheck } from "./row-check.ts";

/** Where the connections go, what they send, and what they accept as an answer. */
export interface Target {
  readonly host: string;
  readonly port: number;
  /** One for each kind of request, in their order. */
  readonly requests: readonly PreparedRequest[];
  /** How many are sent together. */
  readonly pipeline: number;
  /** Each request asks for the end of its connection; not every server says that it obeys. */
  readonly asksToClose: boolean;
  /** How long one request may take once it is sent. */
  readonly timeLimit: Milliseconds;
  /** What the rows of all answers are checked with. */
  readonly rows: RowCheck;
}

/** A request that needs no more work. */
export interface PreparedRequest {
  /** All that goes on the wire at once, headers included. */
  readonly bytes: Buffer;
  readonly check: BodyCheck;
  /** What it waits in the database. */
  readonly wait: Milliseconds | undefined;
  /** An answer that took less than this, in microseconds, did not wait. */
  readonly shortestUs: number;
}

/** Timers of a database may be this much early, in milliseconds, and are not called so. */
const waitTolerance = 1;

/** Builds the requests and their checks. Throws `USAGE` for anything but a plain HTTP origin. */
export function createTarget(spec: LoadSpec): Target {
  const { kinds, connection = "keep-alive", pipeline = 1, timeLimit, table, seed } = spec;
  const origin = parseOrigin(spec.origin);
  const rows = new RowCheck(table);
  const asksToClose = connection === "close";
  const extra = asksToClose ? "Connection: close\r\n" : "";
  const line = (method: string, path: string) =>
    `${method} ${path} HTTP/1.1\r\nHost: ${origin.host}\r\n${extra}`;
  const prepare = ({ path, expect, wait, file }: RequestKind): PreparedRequest => {
    const form = file === undefined ? undefined : createFormBody({ fileBytes: file, seed });
    const bytes =
      form === undefined
        ? Buffer.from(`${line("GET", path)}\r\n`, "latin1")
        : Buffer.concat([Buffer.from(`${line("POST", path)}${formHead(form)}`), form.body]);
    return {
      bytes: Buffer.concat(Array.from({ length: pipeline }, () => bytes)),
      check: createBodyChecks(rows, form?.reply)[expect],
      wait,
      shortestUs: wait === undefined ? 0 : (wait - waitTolerance) * 1000,
    };
  };
  const requests = kinds.map(prepare);
  const host = origin.hostname.replace(/^\[|\]$/g, "");
  return {
    host,
    port: Number(origin.port || 80),
    requests,
    pipeline,
    asksToClose,
    timeLimit,
    rows,
  };
}

function formHead({ contentType, body }: FormBody): string {
  return `Content-Type: ${contentType}\r\nContent-Length: ${body.length}\r\n\r\n`;
}

/** Reads `http://host:port`. Throws `USAGE` for anything else, also for more than that. */
export function parseOrigin(origin: string): URL {
  const parsed = URL.parse(origin);
  // A path, a query or a password would be left out without a word.
  const isPlain = parsed?.protocol === "http:" && parsed.href === `${parsed.origin}/`;
  if (parsed !== null && isPlain) return parsed;
  throw new RowbenchError("USAGE", `origin is \`${origin}\`, allowed: http://host:port`);
}
