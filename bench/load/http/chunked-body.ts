import { endOfLine, incomplete, isEmptyLine, malformed, quote } from "./response-head.ts";

/** A chunked body (RFC 9112, 7.1); one object is filled again and again. */
export interface ChunkedBody {
  /** The content without the chunks' framing, after success. */
  content: Uint8Array;
  /** After `incomplete`: the number of bytes below which another attempt is in vain. */
  needed: number;
  /** What is wrong, after `malformed`. */
  complaint: string;
}

export function createChunkedBody(): ChunkedBody {
  return { content: new Uint8Array(0), needed: 0, complaint: "" };
}

/**
 * Decodes the chunked body in `bytes[start, end)`. Returns the offset after its last byte
 * (trailers included, which are skipped), `incomplete` or `malformed`.
 */
export function parseChunkedBody(
  bytes: Uint8Array,
  start: number,
  end: number,
  body: ChunkedBody,
): number {
  const chunks: Uint8Array[] = [];
  body.needed = 0;
  let offset = start;
  for (;;) {
    const lineEnd = endOfLine(bytes, offset, end);
    if (lineEnd < 0) return incomplete;
    const size = chunkSize(bytes, offset, lineEnd);
    if (size < 0) return complain(body, `chunk size is ${quote(bytes, offset, lineEnd)}`);
    const dataStart = lineEnd + 1;
    if (size === 0) return endOfTrailers(bytes, dataStart, end, body, chunks);
    body.needed = dataStart + size + 1;
    if (end <= body.needed) return incomplete;
    offset = endOfLine(bytes, dataStart + size, end) + 1;
    if (offset === 0 || !isEmptyLine(bytes, dataStart + size, offset - 1)) {
      return complain(body, `a chunk of ${size} bytes does not end with a line end`);
    }
    chunks.push(bytes.subarray(dataStart, dataStart + size));
  }
}

/** The hexadecimal size at the start of a line, extensions ignored; -1 when there is none. */
function chunkSize(bytes: Uint8Array, start: number, lineEnd: number): number {
  const line = Buffer.from(bytes.subarray(start, lineEnd)).toString("latin1");
  const match = /^([0-9a-f]{1,8})[ \t]*(;.*)?\r?$/i.exec(line);
  return match === null ? -1 : Number.parseInt(match[1] ?? "", 16);
}

function endOfTrailers(
  bytes: Uint8Array,
  start: number,
  end: number,
  body: ChunkedBody,
  chunks: readonly Uint8Array[],
): number {
  let lineStart = start;
  for (;;) {
    const lineEnd = endOfLine(bytes, lineStart, end);
    if (lineEnd < 0) return incomplete;
    if (isEmptyLine(bytes, lineStart, lineEnd)) {
      body.content = Buffer.concat(chunks);
      return lineEnd + 1;
    }
    lineStart = lineEnd + 1;
  }
}

function complain(body: ChunkedBody, complaint: string): typeof malformed {
  body.complaint = complaint;
  return malformed;
}
