import {
  App,
  getParts,
  type HttpRequest,
  type HttpResponse,
  type TemplatedApp,
} from "uWebSockets.js";
import { STATUS_CODES } from "node:http";
import {
  BadRequestError,
  boundaryOf,
  burnCpu,
  checkHealth,
  errorReply,
  type FormReply,
  formReplyOf,
  helloReply,
  maximumBody,
  notFoundReply,
  parseMilliseconds,
  type RowCache,
  type RowStore,
  tooLargeError,
} from "@rowbench/shared/contract";

/** Requests that wait for their answer; a server that closes waits until there are none. */
export interface InFlight {
  count: number;
  /** True once the server closes: each answer then ends its connection. */
  closing: boolean;
  /** When the last request came while closing, on the clock of `performance.now()`. */
  lastRequestMs: number;
}

/** Nothing in flight yet. */
export function createInFlight(): InFlight {
  return { count: 0, closing: false, lastRequestMs: 0 };
}

/** A route's answer, computed from its first path parameter (empty where it has none). */
type Route = (parameter: string, client: Client) => Promise<object>;

/** Who waits for an answer. */
interface Client {
  hasLeft: boolean;
  /** Called when the client leaves before its answer. */
  onLeave?: () => void;
}

/** The routes of the contract on a row store and a cache; whoever closes it watches `inFlight`. */
export function createApp(
  rows: RowStore,
  cache: RowCache,
  inFlight: InFlight = createInFlight(),
): TemplatedApp {
  const app = App();
  const get = (path: string, route: Route) => {
    app.get(path, (response, request) => answer(response, request, route, inFlight));
    app.head(path, (response, request) => answer(response, request, route, inFlight));
  };
  const post = (path: string, reply: (body: Buffer, contentType: string) => object) => {
    app.post(path, (response, request) => {
      const contentType = request.getHeader("content-type");
      const route: Route = async (_parameter, client) =>
        reply(await readBody(response, client), contentType);
      return answer(response, request, route, inFlight);
    });
  };

  get("/db", () => rows.randomRow());
  get("/json", async () => helloReply);
  get("/wait/:ms", async (ms) => rows.randomRowAfter(parseMilliseconds(ms)));
  get("/cpu/:ms", async (ms) => {
    const work = parseMilliseconds(ms);
    const row = await rows.randomRow();
    burnCpu(work);
    return row;
  });
  get("/cache", () => cache.randomRow());
  post("/form", readForm);
  get("/health", () => checkHealth(rows));

  app.any("/*", (response, request) => {
    const withBody = request.getMethod() !== "head";
    send(response, 404, notFoundReply, { withBody, last: inFlight.closing });
  });
  return app;
}

/**
 * Answers one request asynchronously, as uWebSockets.js wants it: everything that is needed from
 * `request` is read before the first `await`, `onAborted` is attached because the client may leave
 * meanwhile, and the answer is corked so that status, headers and body leave in one system call.
 */
async function answer(
  response: HttpResponse,
  request: HttpRequest,
  route: Route,
  inFlight: InFlight,
): Promise<void> {
  const withBody = request.getMethod() !== "head";
  const parameter = request.getParameter(0) ?? "";
  const client: Client = { hasLeft: false };
  response.onAborted(() => {
    client.hasLeft = true;
    client.onLeave?.();
  });
  inFlight.count += 1;
  if (inFlight.closing) inFlight.lastRequestMs = performance.now();
  const { statusCode, body } = await replyOf(route, parameter, client);
  inFlight.count -= 1;
  if (client.hasLeft) return;
  response.cork(() => send(response, statusCode, body, { withBody, last: inFlight.closing }));
}

async function replyOf(route: Route, parameter: string, client: Client) {
  try {
    return { statusCode: 200, body: await route(parameter, client) };
  } catch (error) {
    return errorReply(error);
  }
}

/** Writes status, headers and JSON; `last` ends the connection after it. */
function send(
  response: HttpResponse,
  statusCode: number,
  body: object,
  { withBody, last }: { withBody: boolean; last: boolean },
): void {
  const text = JSON.stringify(body);
  if (statusCode !== 200) response.writeStatus(`${statusCode} ${STATUS_CODES[statusCode]}`);
  response.writeHeader("Content-Type", "application/json").writeHeader("Server", "uwebsockets");
  if (withBody) response.end(text, last);
  else endWithoutBody(response, Buffer.byteLength(text), last);
}

/** A length given to `endWithoutBody` leaves an open connection waiting for that many bytes. */
function endWithoutBody(response: HttpResponse, length: number, last: boolean): void {
  if (last) response.endWithoutBody(length, true);
  else response.writeHeader("Content-Length", `${length}`).endWithoutBody();
}

/**
 * Collects the body of a request; has to be called before the first `await` of its handler.
 * Rejects with a 413 once a body of more than `maximumBody` has ended (its rest is thrown away as
 * it comes, so that the client can read the answer), and when the client leaves before.
 */
function readBody(response: HttpResponse, client: Client): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    let chunks: Buffer[] = [];
    let length = 0;
    client.onLeave = () => reject(new BadRequestError("the client left"));
    response.onData((chunk, isLast) => {
      length += chunk.byteLength;
      // The memory of a chunk is gone after this call.
      if (length <= maximumBody) chunks.push(Buffer.from(chunk.slice(0)));
      else chunks = [];
      if (!isLast) return;
      if (length <= maximumBody) resolve(Buffer.concat(chunks, length));
      else reject(tooLargeError());
    });
  });
}

/** Counts a form's text fields and hashes its file. */
function readForm(body: Buffer, contentType: string): FormReply {
  // `getParts` takes quotes and further parameters for a part of the boundary.
  const boundary = boundaryOf(body, contentType);
  const parts = getParts(body, `multipart/form-data; boundary=${boundary}`) ?? [];

  const file = parts.find(({ filename }) => filename !== undefined);
  const texts = parts.filter(({ filename }) => filename === undefined);
  return formReplyOf(texts.length, file && new Uint8Array(file.data));
}
