import { connect, type Socket } from "node:net";
import type { Row } from "../../contract/index.ts";
import { pingId, type RowCall } from "../calls/row-call.ts";
import { type BackendKey, sendCancelRequest } from "./cancel-request.ts";
import type { Driver, RowClient } from "./row-client.ts";
import { authenticate } from "./wire-authentication.ts";
import {
  kinds,
  ping,
  prepareStatements,
  readError,
  readRow,
  rowAfterLength,
  rowLength,
  ServerError,
  startupMessage,
  terminate,
  writeRow,
  writeRowAfter,
} from "./wire-messages.ts";

/**
 * A floor, not for production: PostgreSQL's protocol for the statements of this store and for
 * nothing else, without TLS. What a look-up costs with it is PostgreSQL, a socket and the store;
 * what it costs more with another driver is that driver's.
 */
export const wireDriver: Driver = {
  openClient: (url, connectLimitMs) => new WireClient(url, connectLimitMs),
  sqlStateOf: (error) => (error instanceof ServerError ? error.sqlState : undefined),
};

const defaultPort = 5432;
const readBufferBytes = 65_536;
const headBytes = 5;

type State = "authenticating" | "preparing" | "ready" | "closed";

class WireClient implements RowClient {
  readonly #url: string;
  readonly #socket: Socket;
  readonly #timer: NodeJS.Timeout;
  readonly #authenticate: ReturnType<typeof authenticate>;
  #state: State = "authenticating";
  #key: BackendKey | undefined;
  /** The beginning of a message whose rest is still to come. */
  #rest: Buffer = Buffer.alloc(0);
  #unsent: RowCall[] = [];
  /** Sent and not answered: those from `#head` on, in the order of their answers. */
  #sent: RowCall[] = [];
  #head = 0;
  /** What has come of the answer to the head. */
  #row: Row | undefined;
  #error: Error | undefined;

  constructor(url: string, connectLimitMs: number) {
    const { hostname, port, username, password, pathname, searchParams } = new URL(url);
    this.#url = url;
    const user = decodeURIComponent(username);
    this.#authenticate = authenticate(decodeURIComponent(password), searchParams.get("sslmode"));
    const buffer = Buffer.allocUnsafe(readBufferBytes);
    this.#socket = connect({
      host: hostname.replace(/^\[|\]$/g, ""),
      port: Number(port || defaultPort),
      noDelay: true,
      onread: { buffer, callback: (length) => this.#read(buffer.subarray(0, length)) },
    });
    this.#socket
      .on("connect", () =>
        this.#socket.write(startupMessage(user, decodeURIComponent(pathname.slice(1)))),
      )
      .on("error", (error) => this.#fail(error))
      .on("close", () => this.#fail(new Error("PostgreSQL closed the connection")));
    const tooLate = () => {
      // It may be waiting for a lock with what was to be prepared.
      this.cancel();
      this.#fail(new Error("PostgreSQL does not answer"));
    };
    this.#timer = setTimeout(tooLate, connectLimitMs).unref();
  }

  send(call: RowCall): void {
    if (this.#state === "closed") return void queueMicrotask(() => this.#failCall(call));
    // One write for all that the loop brings along in this turn.
    if (this.#unsent.push(call) === 1 && this.#state === "ready") setImmediate(() => this.#flush());
  }

  cancel(): void {
    if (this.#key !== undefined) sendCancelRequest(this.#url, this.#key);
  }

  async end(graceSeconds: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    if (this.#socket.closed) return;
    this.#socket.once("close", () => resolve());
    if (graceSeconds > 0) this.#socket.end(terminate);
    else this.#socket.destroy();
    const timer = setTimeout(() => this.#socket.destroy(), graceSeconds * 1000).unref();
    await promise;
    clearTimeout(timer);
  }

  #flush(): void {
    const calls = this.#unsent;
    if (calls.length === 0 || this.#state !== "ready") return;
    this.#unsent = [];
    const bytes = Buffer.allocUnsafe(calls.reduce((sum, call) => sum + lengthOf(call), 0));
    let offset = 0;
    for (const call of calls) {
      write(call, bytes, offset);
      offset += lengthOf(call);
      this.#sent.push(call);
    }
    this.#socket.write(bytes);
  }

  #read(chunk: Buffer): boolean {
    const isWhole = this.#rest.length === 0;
    const bytes = isWhole ? chunk : Buffer.concat([this.#rest, chunk]);
    let offset = 0;
    while (offset + headBytes <= bytes.length) {
      const end = offset + 1 + bytes.readInt32BE(offset + 1);
      if (end > bytes.length) break;
      this.#receive(bytes[offset] ?? 0, bytes, offset + headBytes, end);
      offset = end;
    }
    // A copy: the next chunk comes in the same buffer.
    this.#rest = offset === bytes.length ? empty : Buffer.from(bytes.subarray(offset));
    return true;
  }

  #receive(kind: number, bytes: Buffer, start: number, end: number): void {
    if (kind === kinds.dataRow) this.#row = readRow(bytes, start, end);
    else if (kind === kinds.ready) this.#ready();
    else if (kind === kinds.error) this.#refused(readError(bytes, start, end));
    else if (kind === kinds.authentication) this.#prove(bytes.subarray(start, end));
    else if (kind === kinds.backendKey)
      this.#key = { processId: bytes.readInt32BE(start), secret: bytes.readInt32BE(start + 4) };
  }

  #prove(request: Buffer): void {
    try {
      const answer = this.#authenticate(request);
      if (answer !== undefined) this.#socket.write(answer);
    } catch (error) {
      this.#fail(error as Error);
    }
  }

  /** The answer of the head is complete, or a step of the beginning. */
  #ready(): void {
    if (this.#state === "ready") this.#finish();
    else if (this.#state === "authenticating") {
      this.#state = "preparing";
      this.#socket.write(prepareStatements);
    } else if (this.#state === "preparing") {
      clearTimeout(this.#timer);
      this.#state = "ready";
      this.#flush();
    }
  }

  #finish(): void {
    const call = this.#sent[this.#head];
    if (call === undefined) {
      this.#fail(new Error("PostgreSQL answered what nobody asked"));
      return;
    }
    this.#head += 1;
    // All of them have gone most of the time: the list then begins again.
    if (this.#head === this.#sent.length) {
      this.#sent = [];
      this.#head = 0;
    }
    const row = this.#row;
    const error = this.#error;
    this.#row = undefined;
    this.#error = undefined;
    if (error === undefined) call.keeper?.answered(call, row);
    else call.keeper?.failed(call, error);
  }

  #refused(error: ServerError): void {
    if (this.#state === "ready") this.#error = error;
    else this.#fail(error);
  }

  #fail(reason: Error): void {
    if (this.#state === "closed") return;
    this.#state = "closed";
    clearTimeout(this.#timer);
    // What PostgreSQL said before it closed the connection tells more.
    this.#error ??= reason;
    this.#socket.destroy();
    const calls = [...this.#sent.slice(this.#head), ...this.#unsent];
    this.#sent = [];
    this.#unsent = [];
    this.#head = 0;
    for (const call of calls) this.#failCall(call);
  }

  #failCall(call: RowCall): void {
    call.keeper?.failed(call, this.#error);
  }
}

const empty = Buffer.alloc(0);

function lengthOf({ id, wait }: RowCall): number {
  if (id === pingId) return ping.length;
  return wait === undefined ? rowLength : rowAfterLength;
}

function write({ id, wait }: RowCall, bytes: Buffer, offset: number): void {
  if (id === pingId) bytes.set(ping, offset);
  else if (wait === undefined) writeRow(bytes, offset, id);
  else writeRowAfter(bytes, offset, id, wait);
}
