import { deepEqual, equal, match, ok } from "node:assert/strict";
import { once } from "node:events";
import { createServer, type IncomingMessage, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { test } from "node:test";
import { formReplyOf, maximumBody } from "../form.ts";
import { defaultSalt, expectedRandomNumber, maximumRowCount, type TableContent } from "../row.ts";
import { cacheRules } from "./cache-rules.ts";
import { formRules, smallForm } from "./form-rules.ts";
import { checkConformance, type Violation } from "./index.ts";
import { rules } from "./rules.ts";

/** A server that keeps the contract, with one path's answer replaced. */
function serverWith(path: string, replaced: RequestListener): RequestListener {
  return (request, response) => {
    response.setHeader("Server", "fixture");
    const isForm = request.url === "/form" && request.method === "POST";
    if (request.url === path && (isForm || request.method === "GET")) {
      return replaced(request, response);
    }
    if (isForm) {
      void answerToForm(request).then((answer) => sendJson(response, ...answer));
      return;
    }
    const [statusCode, body] = answerTo(request.method, request.url ?? "");
    const delay = request.url === "/wait/20" ? 25 : 0;
    setTimeout(() => sendJson(response, statusCode, body), delay);
  };
}

function sendJson(response: Parameters<RequestListener>[1], statusCode: number, body: object) {
  const text = JSON.stringify(body);
  response.setHeader("Content-Type", "application/json").setHeader("Content-Length", text.length);
  response.writeHead(statusCode).end(text);
}

async function answerToForm(request: IncomingMessage): Promise<[number, object]> {
  const body = new Uint8Array(await buffer(request));
  if (body.length > maximumBody) return [413, { error: "too large" }];
  const headers = { "Content-Type": request.headers["content-type"] ?? "" };
  try {
    const values = [...(await new Response(body, { headers }).formData()).values()];
    const file = values.find((value) => typeof value !== "string");
    return [200, formReplyOf(values.length - 1, await file?.bytes())];
  } catch {
    return [400, { error: "bad" }];
  }
}

let lastId = 0;
function answerTo(method: string | undefined, url: string): [number, object] {
  if (method !== "GET") return [405, { error: "method not allowed" }];
  if (url === "/cache") return [503, { error: "no Redis" }];
  if (url === "/json") return [200, { message: "Hello, World!" }];
  if (url === "/health") return [200, { status: "ok", worker: "1" }];
  if (/^\/(wait\/20|cpu\/1|db)$/.test(url)) {
    lastId += 1;
    return [200, { id: lastId, randomNumber: expectedRandomNumber(lastId) }];
  }
  return /^\/(wait|cpu)\//.test(url) ? [400, { error: "bad" }] : [404, { error: "not found" }];
}

async function violationsOf(
  listener: RequestListener,
  table: TableContent = { rows: maximumRowCount, salt: defaultSalt },
): Promise<readonly Violation[]> {
  const server = createServer(listener).listen(0, "127.0.0.1");
  await once(server, "listening");
  try {
    const { port } = server.address() as AddressInfo;
    return await checkConformance(`http://127.0.0.1:${port}`, table);
  } finally {
    server.close();
  }
}

async function onlyViolation(path: string, replaced: RequestListener): Promise<Violation> {
  const violations = await violationsOf(serverWith(path, replaced));
  ok(violations.length >= 1, "expected a violation");
  return violations[0] as Violation;
}

test("a server that keeps the contract breaks no rule", async () => {
  deepEqual(await violationsOf(serverWith("", () => {})), []);
});

test("a wrong value for an id is found", async () => {
  const { rule, message } = await onlyViolation("/db", (_request, response) =>
    sendJson(response, 200, { id: 1, randomNumber: 1 }),
  );
  match(rule, /GET \/db/);
  match(message, /expected randomNumber 4344 for id 1, got `1`/);
});

test("the values of another salt, and ids that the table does not have, are found", async () => {
  const server = serverWith("", () => {});
  const [salted] = await violationsOf(server, { rows: 100_000, salt: defaultSalt + 1 });
  match(String(salted?.message), /expected randomNumber \d+ for id \d+/);
  const [short] = await violationsOf(server, { rows: 1, salt: defaultSalt });
  match(String(short?.message), /expected an id from 1 to 1, got `\d+`/);
});

test("the same row every time is found", async () => {
  const row = { id: 1, randomNumber: expectedRandomNumber(1) };
  const { rule } = await onlyViolation("/db", (_request, response) => sendJson(response, 200, row));
  match(rule, /draws its id afresh/);
});

test("a stack trace in an error is found", async () => {
  const { message } = await onlyViolation("/wait/abc", (_request, response) =>
    sendJson(response, 400, { error: "Error: x\n    at handler (server.ts:12:3)" }),
  );
  match(message, /no stack trace/);
});

test("a missing Content-Length is found", async () => {
  const { message } = await onlyViolation("/json", (_request, response) => {
    response.setHeader("Content-Type", "application/json");
    response.write("");
    response.flushHeaders();
    response.end('{"message":"Hello, World!"}');
  });
  match(message, /Content-Length/);
});

test("a database wait that did not happen is found", async () => {
  const { message } = await onlyViolation("/wait/20", (_request, response) =>
    sendJson(response, 200, { id: 1, randomNumber: expectedRandomNumber(1) }),
  );
  match(message, /at least 20 ms/);
});

test("a hash of something else than the file is found", async () => {
  const { rule, message } = await onlyViolation("/form", (request, response) => {
    request
      .resume()
      .on("end", () => sendJson(response, 200, { fields: 4, sha256: "0".repeat(64) }));
  });
  match(rule, /SHA-256 of the file/);
  match(message, /expected {"fields":4,"sha256":"[0-9a-f]{64}"}/);
});

test("a server that refuses no form is found", async () => {
  const { reply } = smallForm;
  const violations = await violationsOf(
    serverWith("/form", (request, response) => {
      request.resume().on("end", () => sendJson(response, 200, reply));
    }),
  );
  const refusals = formRules.filter(({ name }) => /refuses|is a bad request|is refused/.test(name));
  deepEqual(
    violations.map(({ rule }) => rule),
    refusals.map(({ name }) => name),
  );
});

test("a server that closes every connection breaks every rule instead of hanging", async () => {
  const violations = await violationsOf((request) => request.socket.destroy());
  equal(violations.length, [...rules, ...formRules, ...cacheRules(undefined)].length);
});
