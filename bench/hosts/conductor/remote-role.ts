import { setTimeout as delay } from "node:timers/promises";
import {
  type ErrorCode,
  errorCodes,
  type Milliseconds,
  messageOf,
  milliseconds,
  RowbenchError,
} from "@rowbench/shared/contract";
import {
  ConnectionError,
  createMessageConnection,
  type MessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-jsonrpc/node";
import { describePlace, type Host, type RoleProcess } from "../host.ts";
import {
  type CallName,
  type Calls,
  type Introduction,
  type News,
  type NewsName,
  protocolVersion,
} from "../protocol.ts";

/** A role on its host, as the conductor sees it. */
export interface RemoteRole {
  /** For messages: `generator 2 on ssh://bench@10.0.0.7`. */
  readonly name: string;
  readonly host: Host;
  /** What it said of itself when it came up last. */
  readonly introduction: Introduction;
  /**
   * Rejects with the role's own error, or with HOST_FAILED when it is gone or stays silent for as long
   * as the limit; it is given up then, until `revive`.
   */
  call<Name extends CallName>(
    name: Name,
    params: Calls[Name][0],
    limit?: Milliseconds,
  ): Promise<Calls[Name][1]>;
  /** Tells it something; lost when it is gone. */
  tell<Name extends NewsName>(name: Name, value: News[Name]): void;
  /** Hears what it tells until the function that is returned is called. */
  hear<Name extends NewsName>(name: Name, listener: (value: News[Name]) => void): () => void;
  /** Starts it anew if it is gone; resolves to whether it was. */
  revive(): Promise<boolean>;
  /** Ends it. */
  close(): Promise<void>;
}

const newsMs = 1000;
const usualLimit = milliseconds(30_000);
const introductionLimit = milliseconds(15_000);
/** A role that is lost this often is not brought up again. */
const mostRevivals = 3;

/** Starts a role, which has `limit` to say who it is. Rejects with HOST_FAILED or HOST_UNAVAILABLE, with host, role and reason. */
export async function startRemoteRole(
  host: Host,
  run: string,
  limit = introductionLimit,
): Promise<RemoteRole> {
  const role = new StartedRole(host, run, limit);
  await role.start();
  return role;
}

interface Channel {
  readonly process: RoleProcess;
  readonly connection: MessageConnection;
  /** Rejects once the role is gone. */
  readonly lost: Promise<never>;
  /** Why it is gone; undefined while it is there. */
  reason: string | undefined;
}

class StartedRole implements RemoteRole {
  readonly name: string;
  readonly host: Host;
  readonly #run: string;
  readonly #introductionLimit: Milliseconds;
  readonly #listeners = new Map<NewsName, Set<(value: never) => void>>();
  #channel: Channel | undefined;
  #introduction: Introduction | undefined;
  #revivals = 0;

  constructor(host: Host, run: string, limit: Milliseconds) {
    this.host = host;
    this.#run = run;
    this.#introductionLimit = limit;
    this.name = nameOf(host);
  }

  get introduction(): Introduction {
    if (this.#introduction === undefined) throw new Error(`${this.name} has not come up`);
    return this.#introduction;
  }

  async start(): Promise<void> {
    this.#channel = this.#open(await this.host.start(this.#run));
    const { address } = this.host;
    try {
      const params = address === undefined ? {} : { address };
      const introduction = await this.call("introduce", params, this.#introductionLimit);
      if (introduction.version !== protocolVersion)
        throw this.#error(
          "HOST_UNAVAILABLE",
          `its image speaks version ${introduction.version} of our protocol and this program ${protocolVersion}: make it anew by \`npm run image\``,
        );
      this.#introduction = introduction;
    } catch (error) {
      await this.close();
      throw error;
    }
  }

  async call<Name extends CallName>(
    name: Name,
    params: Calls[Name][0],
    limit = usualLimit,
  ): Promise<Calls[Name][1]> {
    const channel = this.#channel;
    if (channel === undefined || channel.reason !== undefined)
      throw this.#error("HOST_FAILED", channel?.reason ?? "it is not there");
    const silence = Promise.withResolvers<never>();
    const timer = setTimeout(() => {
      channel.reason = `no answer to \`${name}\` within ${limit / 1000} s`;
      silence.reject(this.#error("HOST_FAILED", channel.reason));
      void channel.process.stop().catch(() => {});
    }, limit);
    try {
      const answer = channel.connection.sendRequest<Calls[Name][1]>(name, params);
      // It may be the last to know that the other side is gone.
      answer.catch(() => {});
      return await Promise.race([answer, channel.lost, silence.promise]);
    } catch (error) {
      // The end of the connection is the first news of a role that is lost, and not the reason.
      if (error instanceof ConnectionError) await Promise.race([channel.lost, delay(newsMs)]);
      throw error instanceof RowbenchError ? error : this.#error(codeOf(error), messageOf(error));
    } finally {
      clearTimeout(timer);
    }
  }

  tell<Name extends NewsName>(name: Name, value: News[Name]): void {
    if (this.#channel?.reason === undefined)
      this.#channel?.connection.sendNotification(name, value).catch(() => {});
  }

  hear<Name extends NewsName>(name: Name, listener: (value: News[Name]) => void): () => void {
    const listeners = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, listeners);
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  async revive(): Promise<boolean> {
    const reason = this.#channel?.reason;
    if (this.#channel !== undefined && reason === undefined) return false;
    this.#revivals += 1;
    if (this.#revivals > mostRevivals)
      throw this.#error("HOST_FAILED", `lost ${this.#revivals} times, the last time: ${reason}`);
    await this.close().catch(() => {});
    await this.start();
    return true;
  }

  async close(): Promise<void> {
    const channel = this.#channel;
    this.#channel = undefined;
    if (channel === undefined) return;
    channel.reason ??= "it was ended";
    channel.connection.dispose();
    await channel.process.stop();
  }

  #open(process: RoleProcess): Channel {
    const connection = createMessageConnection(
      new StreamMessageReader(process.output),
      new StreamMessageWriter(process.input),
    );
    const lost = Promise.withResolvers<never>();
    lost.promise.catch(() => {});
    const channel: Channel = { process, connection, lost: lost.promise, reason: undefined };
    void process.ended.then((how) => {
      channel.reason ??= `it ended, ${how}`;
      lost.reject(this.#error("HOST_FAILED", channel.reason));
    });
    // What is written to one that is gone is lost, which `ended` tells.
    process.input.on("error", () => {});
    connection.onError(() => {});
    connection.onNotification((name, value) => {
      for (const listener of this.#listeners.get(name as NewsName) ?? []) listener(value as never);
    });
    connection.listen();
    return channel;
  }

  #error(code: ErrorCode, reason: string): RowbenchError {
    return new RowbenchError(code, `${this.name}: ${reason}`);
  }
}

/** `generator 2 on ssh://bench@10.0.0.7`. */
export function nameOf({ place, name }: Host): string {
  return `${describePlace(place)} on ${name}`;
}

/** The code that a role sent with its error. */
function codeOf(error: unknown): ErrorCode {
  const { data } = error as { data?: { code?: string } };
  const code = data?.code;
  return code !== undefined && Object.hasOwn(errorCodes, code)
    ? (code as ErrorCode)
    : "HOST_FAILED";
}
