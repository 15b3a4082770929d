import { connect, type Socket } from "node:net";
import { nowUs } from "../terms/clock.ts";
import type { Fault, UnansweredKind } from "../terms/failure.ts";
import { quote } from "./response-head.ts";
import { ResponseReader } from "./response-reader.ts";
import type { PreparedRequest, Target } from "./target.ts";

/** What a connection reports. All times are microseconds of `nowUs`. */
export interface ConnectionOwner {
  /** The connection is open and free: after opening and after each answer. */
  ready(connection: Connection, atUs: number): void;
  /** The request in flight has its complete response, within the time limit. */
  answered(connection: Connection, fault: Fault | undefined, atUs: number): void;
  /** The request in flight got no response, or one that came after the time limit. */
  unanswered(connection: Connection, kind: UnansweredKind, message: string, atUs: number): void;
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
  /** Requests of the batch in flight that have no answer yet, the one just reported left out. */
  unanswered = 0;
  /** Right answers of the batch in flight; kept here for the owner. */
  correct = 0;
  /** When it should have been sent; kept here for the owner. */
  intendedUs = 0;
  /** When the connection became free; kept here for the owner. */
  freeSinceUs = 0;
  /** How late the owner itself sent the request in flight; kept here for the owner. */
  lagUs = 0;
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
    this.correct = 0;
    this.#socket?.write((requests[requestIndex] as PreparedRequest).bytes);
  }

  /** Gives up a request in flight that is over its time limit, closes and opens again. */
  giveUpIfLate(atUs: number): void {
    if (this.state === "waiting" && this.#isLate(atUs)) {
      this.#giveUp("timeout", this.#lateMessage());
    }
  }

  /** Opens a free connection anew: a server may be about to close one that has idled. */
  renew(): void {
    if (this.state === "free") this.#renew();
  }

  /** Ends the connection for good; reports nothing. */
  close(): void {
    this.state = "closed";
    clearTimeout(this.#reopening);
    const socket = this.#socket;
    this.#socket = undefined;
    socket?.destroy();
  }

  #giveUp(kind: UnansweredKind, message: string): void {
    if (this.#socket !== undefined) this.#gone(this.#socket, kind, message);
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
    // Time limits are looked after every 50 ms; they must hold in between as well.
    if (this.#isLate(atUs)) this.#owner.unanswered(this, "timeout", this.#lateMessage(), atUs);
    else this.#owner.answered(this, this.#findFault(atUs), atUs);
    if (this.state === "waiting" && !reader.closes) return;
    if (this.state === "waiting") this.#giveUp("closed", "the server closed within a batch");
    else if (reader.surplus > 0)
      this.#drop(`${reader.surplus} bytes came after the end of a response`);
    else if (reader.closes || this.#target.asksToClose) this.#renew();
    else this.#becomeReady(atUs);
  }

  #isLate(atUs: number): boolean {
    return atUs - this.sentUs >= this.#target.timeLimit * 1000;
  }

  #lateMessage(): string {
    return `no answer within \`${this.#target.timeLimit}\` ms`;
  }

  /** The body comes last: a row that passes is counted. */
  #findFault(atUs: number): Fault | undefined {
    const { status, body, bodyStart, bodyEnd } = this.#reader;
    const { check, wait, shortestUs } = this.#target.requests[this.requestIndex] as PreparedRequest;
    if (status !== 200) {
      const message = `status is \`${status}\`, body ${quote(body, bodyStart, bodyEnd)}`;
      return { kind: status === 503 ? "unavailable" : "status", message };
    }
    if (atUs - this.sentUs >= shortestUs) return check(body, bodyStart, bodyEnd);
    const tookMs = ((atUs - this.sentUs) / 1000).toFixed(1);
    const message = `answered after \`${tookMs}\` ms, asked to wait \`${wait}\` ms in the database`;
    return { kind: "early", message };
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
      const atUs = nowUs();
      while (this.unanswered > 0) {
        this.unanswered -= 1;
        this.#owner.unanswered(this, kind, `${message}${where}`, atUs);
      }
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
