import { BadRequestError } from "./replies.ts";

const formType = /^multipart\/form-data;(?:.*;)?\s*boundary="?([^";]+)"?/i;

/**
 * The boundary of a form that lies in memory, without quotes. Throws a `BadRequestError` for a body
 * that ends before its closing boundary: some parsers leave out what was cut off without a word.
 */
export function boundaryOf(body: Buffer, contentType = ""): string {
  const boundary = formType.exec(contentType)?.[1];
  if (boundary === undefined || body.lastIndexOf(`--${boundary}--`) === -1) {
    throw new BadRequestError("expected multipart/form-data up to its closing boundary");
  }
  return boundary;
}
