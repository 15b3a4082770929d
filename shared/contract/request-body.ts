import type { IncomingMessage } from "node:http";
import { finished, type Writable } from "node:stream";
import { maximumBody } from "./form.ts";
import { BadRequestError, PayloadTooLargeError } from "./replies.ts";

/** The refusal of a body of more than `maximumBody`. */
export function tooLargeError(): PayloadTooLargeError {
  return new PayloadTooLargeError(`expected a body of at most ${maximumBody} bytes`);
}

/**
 * Calls `onTooLarge` once a request's body turns out larger than `maximumBody`: at once where its
 * Content-Length says so, otherwise as it arrives. Whoever calls it starts to read at once.
 */
export function limitBody(
  request: IncomingMessage,
  onTooLarge: (error: PayloadTooLargeError) => void,
): void {
  const announced = request.headers["content-length"];
  if (announced === undefined) countBody(request, onTooLarge);
  else if (Number(announced) > maximumBody) onTooLarge(tooLargeError());
}

function countBody(
  request: IncomingMessage,
  onTooLarge: (error: PayloadTooLargeError) => void,
): void {
  let received = 0;
  request.on("data", (chunk: Buffer) => {
    received += chunk.length;
    if (received > maximumBody) onTooLarge(tooLargeError());
  });
}

/**
 * Feeds a request's body to a parser, which fails once the body is larger than `maximumBody` or
 * its client has gone. What a parser that failed leaves is read and thrown away: the client that
 * still sends can then read its answer, and the connection serves its next request.
 */
export function pipeBody(request: IncomingMessage, parser: Writable): void {
  limitBody(request, (error) => parser.destroy(error));
  finished(request, { writable: false }, (error) => {
    if (error) parser.destroy(new BadRequestError("the body ended too early", { cause: error }));
  });
  finished(parser, () => request.unpipe(parser).resume());
  request.pipe(parser);
}
