import type { HttpRequest, HttpResponse } from "uWebSockets.js";
import { STATUS_CODES } from "node:http";
import { errorReply } from "@rowbench/shared/contract";

/** A route's answer, computed from its first path parameter (empty where it has none). */
export type Route = (parameter: string, client: Client) => Promise<object>;

/** Who waits for an answer. */
export interface Client {
  hasLeft: boolean;
  /** Called when the client leaves before its answer. */
  onLeave?: () => void;
}

/** Requests that wait for their answer; a server that closes waits until there are none. */
export interface InFlight {
  count: number;
  /** True once the server closes: each answer then ends its connection. */
  closing: boolean;
  /** When the last request came while closing, on the clock of `performance.now()`. */
  lastRequestMs: number;
}

/**
 * Answers one request asynchronously, as uWebSockets.js wants it: everything that is needed from
 * `request` is read before the first `await`, `onAborted` is attached because the client may leave
 * meanwhile, and the answer is corked so that status, headers and body leave in one system call.
 */
export async function answer(
  response: HttpResponse,
  request: HttpRequest,
  route: Route,
  inFlight: InFlight,
): Promise<void> {
  const withBody = request.getMethod() !== "head";
  const parameter = request.getParameter(0) ?? "";
  const client: Client = { hasLeft: false };
  response.onAborted(() => {
    client.hasLeft = true;
    client.onLeave?.();
  });
  inFlight.count += 1;
  if (inFlight.closing) inFlight.lastRequestMs = performance.now();
  const { statusCode, body } = await replyOf(route, parameter, client);
  inFlight.count -= 1;
  if (client.hasLeft) return;
  response.cork(() => send(response, statusCode, body, { withBody, last: inFlight.closing }));
}

async function replyOf(route: Route, parameter: string, client: Client) {
  try {
    return { statusCode: 200, body: await route(parameter, client) };
  } catch (error) {
    return errorReply(error);
  }
}

/** Writes status, headers and JSON; `last` ends the connection after it. */
export function send(
  response: HttpResponse,
  statusCode: number,
  body: object,
  { withBody, last }: { withBody: boolean; last: boolean },
): void {
  const text = JSON.stringify(body);
  if (statusCode !== 200) response.writeStatus(`${statusCode} ${STATUS_CODES[statusCode]}`);
  response.writeHeader("Content-Type", "application/json").writeHeader("Server", "uwebsockets");
  if (withBody) response.end(text, last);
  else endWithoutBody(response, Buffer.byteLength(text), last);
}

/** A length given to `endWithoutBody` leaves an open connection waiting for that many bytes. */
function endWithoutBody(response: HttpResponse, length: number, last: boolean): void {
  if (last) response.endWithoutBody(length, true);
  else response.writeHeader("Content-Length", `${length}`).endWithoutBody();
}
