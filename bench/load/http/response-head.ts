/** What `parseHead` returns instead of an offset. */
export const incomplete = -1;
export const malformed = -2;

/** A server that sends more than this without ending its headers is broken. */
const longestHead = 65_536;

/** The parts of a response's head that matter here; one object is filled again and again. */
export interface ResponseHead {
  status: number;
  /** Bytes of the body; -1 without a `Content-Length`. */
  contentLength: number;
  isChunked: boolean;
  /** The server will close the connection after this response. */
  closes: boolean;
  /** What is wrong, after `malformed`. */
  complaint: string;
}

export function createHead(): ResponseHead {
  return { status: 0, contentLength: -1, isChunked: false, closes: false, complaint: "" };
}

/**
 * Parses the head of an HTTP/1 response (RFC 9112) in `bytes[0, end)`. Returns the offset of the
 * body, `incomplete`, or `malformed` with the complaint in `head`. Header names and tokens are
 * matched without regard to case; line ends may be a bare LF (RFC 9112, 2.2).
 */
export function parseHead(bytes: Uint8Array, end: number, head: ResponseHead): number {
  head.contentLength = -1;
  head.isChunked = false;
  if (!startsLikeResponse(bytes, end)) {
    return complain(head, `expected \`HTTP/1.x NNN\`, got ${quote(bytes, 0, Math.min(end, 40))}`);
  }
  if (end < 13) return incomplete;
  head.status = digit(bytes, 9) * 100 + digit(bytes, 10) * 10 + digit(bytes, 11);
  head.closes = bytes[7] === 0x30;
  let lineStart = endOfLine(bytes, 12, end) + 1;
  while (lineStart > 0) {
    const lineEnd = endOfLine(bytes, lineStart, end);
    if (lineEnd < 0) break;
    if (isEmptyLine(bytes, lineStart, lineEnd)) return lineEnd + 1;
    if (!readField(bytes, lineStart, lineEnd, head)) return malformed;
    lineStart = lineEnd + 1;
  }
  return end > longestHead
    ? complain(head, `more than ${longestHead} bytes of headers`)
    : incomplete;
}

/** Up to 60 bytes in backticks, with line ends and other control characters made visible. */
export function quote(bytes: Uint8Array, start: number, end: number): string {
  const text = Buffer.from(bytes.subarray(start, Math.min(end, start + 60))).toString("latin1");
  return `\`${JSON.stringify(text).slice(1, -1)}\`${end > start + 60 ? "…" : ""}`;
}

/** The offset of the next LF, or -1. A loop beats `indexOf`, which leaves JavaScript. */
export function endOfLine(bytes: Uint8Array, from: number, end: number): number {
  for (let offset = from; offset < end; offset++) if (bytes[offset] === 0x0a) return offset;
  return -1;
}

/** Whether the line `[start, lineEnd)` holds nothing but an optional CR. */
export function isEmptyLine(bytes: Uint8Array, start: number, lineEnd: number): boolean {
  return lineEnd === start || (lineEnd === start + 1 && bytes[start] === 0x0d);
}

function readField(bytes: Uint8Array, start: number, end: number, head: ResponseHead): boolean {
  const first = (bytes[start] as number) | 0x20;
  if (first === 0x63 && isNamed(bytes, start, end, "content-length:")) {
    return readContentLength(bytes, start + 15, end, head);
  }
  if (first === 0x63 && isNamed(bytes, start, end, "connection:")) {
    readConnection(bytes, start + 11, end, head);
  } else if (first === 0x74 && isNamed(bytes, start, end, "transfer-encoding:")) {
    return readTransferEncoding(bytes, start + 18, end, head);
  }
  return true;
}

function readContentLength(
  bytes: Uint8Array,
  start: number,
  end: number,
  head: ResponseHead,
): boolean {
  let offset = start;
  while (offset < end && isBlank(bytes[offset])) offset++;
  let length = 0;
  const firstDigit = offset;
  for (; offset < end && isDigit(bytes[offset]); offset++)
    length = length * 10 + digit(bytes, offset);
  const hasDigits = offset > firstDigit;
  while (offset < end && isBlank(bytes[offset])) offset++;
  const isRepeated = head.contentLength >= 0 && head.contentLength !== length;
  head.contentLength = length;
  if (hasDigits && offset === end && !isRepeated && Number.isSafeInteger(length)) return true;
  complain(
    head,
    `Content-Length is ${quote(bytes, start, end)}${isRepeated ? " the second time" : ""}`,
  );
  return false;
}

function readConnection(bytes: Uint8Array, start: number, end: number, head: ResponseHead): void {
  const tokens = fieldTokens(bytes, start, end);
  if (tokens.includes("close")) head.closes = true;
  else if (tokens.includes("keep-alive")) head.closes = false;
}

function readTransferEncoding(
  bytes: Uint8Array,
  start: number,
  end: number,
  head: ResponseHead,
): boolean {
  head.isChunked = fieldTokens(bytes, start, end).at(-1) === "chunked";
  if (!head.isChunked) complain(head, `Transfer-Encoding is ${quote(bytes, start, end)}`);
  return head.isChunked;
}

function fieldTokens(bytes: Uint8Array, start: number, end: number): string[] {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString("latin1");
  return text
    .toLowerCase()
    .split(",")
    .map((token) => token.trim());
}

function startsLikeResponse(bytes: Uint8Array, end: number): boolean {
  const pattern = "HTTP/1.d ddd";
  for (let offset = 0; offset < 12 && offset < end; offset++) {
    const wanted = pattern.charCodeAt(offset);
    const isMatch = wanted === 0x64 ? isDigit(bytes[offset]) : bytes[offset] === wanted;
    if (!isMatch) return false;
  }
  return end < 13 || bytes[12] === 0x20 || bytes[12] === 0x0d || bytes[12] === 0x0a;
}

function isNamed(bytes: Uint8Array, start: number, end: number, name: string): boolean {
  if (end - start < name.length) return false;
  for (let index = 0; index < name.length; index++) {
    const byte = bytes[start + index] as number;
    const lower = byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte;
    if (lower !== name.charCodeAt(index)) return false;
  }
  return true;
}

function complain(head: ResponseHead, complaint: string): typeof malformed {
  head.complaint = complaint;
  return malformed;
}

const isDigit = (byte: number | undefined) => byte !== undefined && byte >= 0x30 && byte <= 0x39;
const isBlank = (byte: number | undefined) => byte === 0x20 || byte === 0x09 || byte === 0x0d;
const digit = (bytes: Uint8Array, offset: number) => (bytes[offset] as number) - 0x30;
