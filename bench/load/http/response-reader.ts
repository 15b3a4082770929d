import { createChunkedBody, parseChunkedBody } from "./chunked-body.ts";
import { createHead, incomplete, malformed, parseHead } from "./response-head.ts";

export type ReadState = "incomplete" | "complete" | "malformed";

const empty: Uint8Array = new Uint8Array(0);

/** A body longer than this is treated as a broken response. */
const longestBody = 64 * 1024 * 1024;

/**
 * Reads one response after the other from the chunks of a connection, wherever they are cut.
 * A response that comes in one chunk (nearly all do) is parsed where it lies; only one that is
 * cut is copied together. After "complete" the fields describe the response until the next push.
 */
export class ResponseReader {
  /** The bytes that hold the body, from `bodyStart` to before `bodyEnd`. */
  body: Uint8Array = empty;
  bodyStart = 0;
  bodyEnd = 0;
  /** Bytes in the last chunk after the end of the response; the server sent them unasked. */
  surplus = 0;
  /** What is wrong, after "malformed". */
  complaint = "";
  readonly #head = createHead();
  readonly #chunked = createChunkedBody();
  #carry = empty;
  #carried = 0;
  /** Less than this many bytes cannot be a whole response. */
  #needed = 0;

  get status(): number {
    return this.#head.status;
  }

  /** The server will close the connection after this response. */
  get closes(): boolean {
    return this.#head.closes;
  }

  /** Bytes of a response that is not complete yet. */
  get pending(): number {
    return this.#carried;
  }

  /** Takes `chunk[0, length)`, which may be overwritten after the body has been looked at. */
  push(chunk: Uint8Array, length: number): ReadState {
    if (this.#carried === 0) return this.#settle(chunk, length, this.#parse(chunk, length));
    this.#append(chunk, length);
    if (this.#carried < this.#needed) return "incomplete";
    const total = this.#carried;
    return this.#settle(this.#carry, total, this.#parse(this.#carry, total));
  }

  /** Forgets what is incomplete: a new connection begins. */
  reset(): void {
    this.#carried = 0;
    this.#needed = 0;
  }

  #settle(bytes: Uint8Array, length: number, offset: number): ReadState {
    if (offset === incomplete) {
      if (bytes !== this.#carry) this.#append(bytes, length);
      return "incomplete";
    }
    this.reset();
    if (offset === malformed) return "malformed";
    this.surplus = length - offset;
    return "complete";
  }

  /** The offset after the response, `incomplete` or `malformed`. */
  #parse(bytes: Uint8Array, length: number): number {
    const head = this.#head;
    const bodyStart = parseHead(bytes, length, head);
    if (bodyStart === malformed) this.complaint = head.complaint;
    if (bodyStart < 0) return bodyStart;
    if (head.isChunked) return this.#parseChunked(bytes, bodyStart, length);
    if (head.contentLength < 0) return this.#complain("neither Content-Length nor chunked");
    if (head.contentLength > longestBody) {
      return this.#complain(`Content-Length is \`${head.contentLength}\`, allowed: ${longestBody}`);
    }
    this.body = bytes;
    this.bodyStart = bodyStart;
    this.bodyEnd = bodyStart + head.contentLength;
    this.#needed = this.bodyEnd;
    return this.bodyEnd <= length ? this.bodyEnd : incomplete;
  }

  #parseChunked(bytes: Uint8Array, start: number, length: number): number {
    const offset = parseChunkedBody(bytes, start, length, this.#chunked);
    this.#needed = this.#chunked.needed;
    if (offset === malformed) return this.#complain(this.#chunked.complaint);
    if (length > longestBody)
      return this.#complain(`a chunked body of more than ${longestBody} bytes`);
    this.body = this.#chunked.content;
    this.bodyStart = 0;
    this.bodyEnd = this.body.length;
    return offset;
  }

  #append(chunk: Uint8Array, length: number): void {
    const total = this.#carried + length;
    if (total > this.#carry.length) {
      const larger = Buffer.allocUnsafe(Math.max(total, 2 * this.#carry.length, this.#needed));
      larger.set(this.#carry.subarray(0, this.#carried));
      this.#carry = larger;
    }
    this.#carry.set(chunk.subarray(0, length), this.#carried);
    this.#carried = total;
  }

  #complain(complaint: string): typeof malformed {
    this.complaint = complaint;
    return malformed;
  }
}
