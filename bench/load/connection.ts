import { connect, type Socket } from "node:net";
import { bodyChecks } from "./body-check.ts";
import { nowUs } from "./clock.ts";
import type { Fault, UnansweredKind } from "./failure.ts";
import type { PreparedRequest, Target } from "./load-request.ts";
import { quote } from "./response-head.ts";
import { ResponseReader } from "./response-reader.ts";

/** What a connection reports. All times are microseconds of `nowUs`. */
export interface ConnectionOwner {
  /** The connection is open and free: after opening and after each answer. */
  ready(connection: Connection, atUs: number): void;
  /** The request in flight has its complete response. */
  answered(connection: Connection, fault: Fault | undefined, atUs: number): void;
  /** The request in flight will get no response. */
  unanswered(connection: Connection, kind: UnansweredKind, message: string): void;
  /** A free connection is gone; it is opened again. */
  lost(connection: Connection): void;
  /** Something failed that belongs to no request. */
  troubled(connection: Connection, kind: "connect" | "unrequested", message: string): void;
}

export type ConnectionState = "opening" | "free" | "waiting" | "closed";

/** Fits any response of the contract with room to spare; longer ones come in several reads. */
const readBufferBytes = 16_384;
const shortestPauseMs = 10;
const longestPauseMs = 500;

/**
 * One connection with at most one request in flight, or one batch of pipelined ones. It opens
 * itself again whenever it is lost: at once after an answer, with a pause that doubles from 10 to
 * 500 ms otherwise, so that a dead server makes no busy loop.
 */
export class Connection {
  state: ConnectionState = "opening";
  bytesReceived = 0;
  /** When the request in flight was sent. */
  sentUs = 0;
  /** Which of the target's requests is in flight. */
  requestIndex = 0;
  /** Requests of the batch in flight that have no answer yet. */
  unanswered = 0;
  /** When it should have been sent; kept here for the owner. */
  intendedUs = 0;
  /** When the connection became free; kept here for the owner. */
  freeSinceUs = 0;
  readonly #target: Target;
  readonly #owner: ConnectionOwner;
  readonly #reader = new ResponseReader();
  readonly #buffer = Buffer.allocUnsafeSlow(readBufferBytes);
  #socket: Socket | undefined;
  #reopening: NodeJS.Timeout | undefined;
  #lossesInARow = 0;

  constructor(target: Target, owner: ConnectionOwner) {
    this.#target = target;
    this.#owner = owner;
  }

  /** Starts to open; `ready` or `troubled` follows. */
  open(): void {
    if (this.state === "closed") return;
    this.#reader.reset();
    this.state = "opening";
    const onread = {
      buffer: this.#buffer,
      callback: (length: number) => this.#read(socket, length),
    };
    const { host, port } = this.#target;
    // `onread` hands out one buffer again and again: no allocation and no stream event per read.
    const socket: Socket = connect({ host, port, noDelay: true, onread });
    this.#socket = socket;
    socket.on("connect", () => {
      if (socket === this.#socket) this.#becomeReady(nowUs());
    });
    socket.on("end", () => this.#gone(socket, "closed", "the server closed the connection"));
    socket.on("close", () => this.#gone(socket, "closed", "the connection was closed"));
    socket.on("error", (error) => this.#gone(socket, "reset", error.message));
  }

  /** Sends one of the target's requests; allowed only in the state "free". */
  send(atUs: number, requestIndex: number): void {
    const { requests, pipeline } = this.#target;
    this.state = "waiting";
    this.sentUs = atUs;
    this.requestIndex = requestIndex;
    this.unanswered = pipeline;
    this.#socket?.write((requests[requestIndex] as PreparedRequest).bytes);
  }

  /** Gives up the request in flight, closes and opens again. */
  giveUp(kind: UnansweredKind, message: string): void {
    if (this.#socket !== undefined) this.#gone(this.#socket, kind, message);
  }

  /** Ends the connection for good; reports nothing. */
  close(): void {
    this.state = "closed";
    clearTimeout(this.#reopening);
    const socket = this.#socket;
    this.#socket = undefined;
    socket?.destroy();
  }

  #becomeReady(atUs: number): void {
    this.state = "free";
    this.#owner.ready(this, atUs);
  }

  /** The return value is what `onread` asks for: keep reading. */
  #read(socket: Socket, length: number): boolean {
    if (socket !== this.#socket) return true;
    const atUs = nowUs();
    this.bytesReceived += length;
    if (this.state !== "waiting") {
      this.#drop(`${length} bytes came unasked: ${quote(this.#buffer, 0, length)}`);
      return true;
    }
    this.#take(socket, this.#buffer, length, atUs);
    return true;
  }

  #take(socket: Socket, bytes: Uint8Array, length: number, atUs: number): void {
    const state = this.#reader.push(bytes, length);
    if (state === "complete") this.#complete(atUs);
    else if (state === "malformed") this.#gone(socket, "framing", this.#reader.complaint);
    const { surplus } = this.#reader;
    // The answers to the rest of a batch; more than that is dropped by `#complete`.
    if (state === "complete" && surplus > 0 && this.state === "waiting")
      this.#take(socket, bytes.subarray(length - surplus, length), surplus, atUs);
  }

  #complete(atUs: number): void {
    const reader = this.#reader;
    this.#lossesInARow = 0;
    this.unanswered -= 1;
    if (this.unanswered === 0) this.state = "free";
    this.#owner.answered(this, this.#findFault(), atUs);
    if (this.state === "waiting" && !reader.closes) return;
    if (this.state === "waiting") this.giveUp("closed", "the server closed within a batch");
    else if (reader.surplus > 0)
      this.#drop(`${reader.surplus} bytes came after the end of a response`);
    else if (reader.closes || this.#target.asksToClose) this.#renew();
    else this.#becomeReady(atUs);
  }

  #findFault(): Fault | undefined {
    const { status, body, bodyStart, bodyEnd } = this.#reader;
    const { expect } = this.#target.requests[this.requestIndex] as PreparedRequest;
    if (status === 200) return bodyChecks[expect](body, bodyStart, bodyEnd);
    const message = `status is \`${status}\`, body ${quote(body, bodyStart, bodyEnd)}`;
    return { kind: "status", message };
  }

  #drop(message: string): void {
    this.#owner.troubled(this, "unrequested", message);
    this.#owner.lost(this);
    this.#renew();
  }

  #gone(socket: Socket, kind: UnansweredKind, message: string): void {
    if (socket !== this.#socket) return;
    const { state } = this;
    const received = this.#reader.pending;
    this.state = "opening";
    if (state === "waiting") {
      const where = received > 0 ? ` after ${received} bytes of a response` : "";
      for (; this.unanswered > 0; this.unanswered -= 1)
        this.#owner.unanswered(this, kind, `${message}${where}`);
    } else if (state === "opening") this.#owner.troubled(this, "connect", message);
    else this.#owner.lost(this);
    this.#renew();
  }

  /** Lets go of the socket and opens another, at once or after a pause. */
  #renew(): void {
    const socket = this.#socket;
    this.#socket = undefined;
    socket?.destroy();
    if (this.state === "closed") return;
    this.state = "opening";
    const doubled = shortestPauseMs * 2 ** (this.#lossesInARow - 1);
    const pauseMs = this.#lossesInARow === 0 ? 0 : Math.min(longestPauseMs, doubled);
    this.#lossesInARow++;
    if (pauseMs === 0) this.open();
    else this.#reopening = setTimeout(() => this.open(), pauseMs);
  }
}
