import assert from "node:assert/strict";
import { test } from "node:test";
import { bytes, milliseconds } from "@rowbench/shared/contract";
import { cold, kindOf } from "../fixtures/row-slice.ts";
import type { LoadSpec, RequestKind } from "../terms/load-spec.ts";
import { createTarget } from "./target.ts";

const spec: LoadSpec = {
  origin: "http://127.0.0.1:3000",
  kinds: [kindOf("db?x=1")],
  loop: cold,
  connections: 64,
  duration: milliseconds(1000),
  seed: 1,
  timeLimit: milliseconds(2000),
};

const targetOf = (change: Partial<LoadSpec> = {}) => createTarget({ ...spec, ...change });
const textsOf = (change: Partial<LoadSpec>) =>
  targetOf(change).requests.map(({ bytes }) => bytes.toString());

test("origin and kinds give the address and the bytes of the requests", () => {
  const { host, port } = targetOf();
  assert.deepEqual([host, port], ["127.0.0.1", 3000]);
  assert.deepEqual(textsOf({ kinds: [kindOf("db?x=1"), kindOf("json")] }), [
    "GET /db?x=1 HTTP/1.1\r\nHost: 127.0.0.1:3000\r\n\r\n",
    "GET /json HTTP/1.1\r\nHost: 127.0.0.1:3000\r\n\r\n",
  ]);
  assert.equal(targetOf({ origin: "http://[::1]/" }).host, "::1");
  assert.equal(targetOf({ origin: "http://localhost" }).port, 80);
});

test("a batch is one piece of bytes, and a connection that closes says so", () => {
  const [batch = ""] = textsOf({ pipeline: 3 });
  assert.equal(batch.match(/GET \/db/g)?.length, 3);
  assert.match(textsOf({ connection: "close" })[0] ?? "", /\r\nConnection: close\r\n\r\n$/);
});

test("an answer may come a millisecond sooner than its wait", () => {
  const [quick, slow] = targetOf({
    kinds: [kindOf("db"), { ...kindOf("wait/20"), wait: milliseconds(20) }],
  }).requests;
  assert.equal(quick?.shortestUs, 0);
  assert.equal(slow?.shortestUs, 19_000);
});

test("a form goes by POST, whole, and is another one for each seed", () => {
  const upload: RequestKind = { ...kindOf("form"), expect: "form", file: bytes(1000) };
  const [text = ""] = textsOf({ kinds: [upload] });
  const [head = "", ...parts] = text.split("\r\n\r\n");
  assert.match(
    head,
    /^POST \/form HTTP\/1\.1\r\nHost: 127\.0\.0\.1:3000\r\nContent-Type: multipart\/form-data; boundary=/,
  );
  const body = targetOf({ kinds: [upload] }).requests[0]?.bytes.subarray(head.length + 4);
  assert.match(head, new RegExp(`Content-Length: ${body?.length}$`));
  assert.equal(parts.length, 6);
  assert.notEqual(textsOf({ kinds: [upload], seed: 2 })[0], text);
});
