import {
  Agent,
  type IncomingHttpHeaders,
  type OutgoingHttpHeaders,
  type RequestOptions,
  request,
} from "node:http";

/** An answer, whole. */
export interface Answer {
  readonly statusCode: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** Whether the connection had carried an earlier request. */
  readonly reusedConnection: boolean;
}

/** What a request carries apart from its method and path. */
export interface Content {
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: Uint8Array;
}

/** Sends one request after another over one kept connection. */
export interface Client {
  send(method: string, path: string, content?: Content): Promise<Answer>;
  close(): void;
}

/** `timeLimitMs` bounds each answer; a slower one rejects. */
export function createClient(origin: string, timeLimitMs: number): Client {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  return {
    send: (method, path, { headers = {}, body } = {}) =>
      send(new URL(path, origin), { method, headers, agent }, body, timeLimitMs),
    close: () => agent.destroy(),
  };
}

function send(
  url: URL,
  options: RequestOptions,
  body: Uint8Array | undefined,
  timeLimitMs: number,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(timeLimitMs);
    const outgoing = request(url, { ...options, signal }, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
      incoming.on("error", reject);
      incoming.on("end", () => {
        const { statusCode = 0, headers } = incoming;
        const body = Buffer.concat(chunks).toString();
        resolve({ statusCode, headers, body, reusedConnection: outgoing.reusedSocket });
      });
    });
    outgoing.on("error", (error) => {
      reject(signal.aborted ? new Error(`no answer within ${timeLimitMs} ms`) : error);
    });
    outgoing.end(body);
  });
}
