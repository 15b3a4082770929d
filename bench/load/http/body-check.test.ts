import assert from "node:assert/strict";
import { test } from "node:test";
import { defaultSalt, expectedRandomNumber, type FormReply } from "@rowbench/shared/contract";
import fc from "fast-check";
import type { Expectation } from "../terms/load-spec.ts";
import { createBodyChecks } from "./body-check.ts";
import { RowCheck } from "./row-check.ts";

const form: FormReply = { fields: 4, sha256: "ab".repeat(32) };

/** Checks the text with other bytes around it, which must not matter. */
function faultOf(expect: Expectation, text: string) {
  const bytes = Buffer.from(`}9${text}9}`);
  const rows = new RowCheck({ rows: 10_000_000, salt: defaultSalt });
  return createBodyChecks(rows, form)[expect](bytes, 2, bytes.length - 2);
}

test("row 1 holds 4344 in any spelling of JSON", () => {
  for (const text of [
    '{"id":1,"randomNumber":4344}',
    '{ "id": 1, "randomNumber": 4344 }\n',
    '{"randomNumber":4344,"id":1}',
    '{"id":1e0,"randomNumber":4344.0}',
  ]) {
    assert.equal(faultOf("row", text), undefined, text);
  }
});

test("every row with its own value is right, and with any other value it is wrong", () => {
  const id = fc.integer({ min: 1, max: 10_000_000 });
  fc.assert(
    fc.property(id, fc.integer({ min: 1, max: 9999 }), (id, shift) => {
      const randomNumber = expectedRandomNumber(id);
      assert.equal(faultOf("row", JSON.stringify({ id, randomNumber })), undefined);
      const wrong = ((randomNumber - 1 + shift) % 10_000) + 1;
      assert.equal(faultOf("row", JSON.stringify({ id, randomNumber: wrong }))?.kind, "row");
    }),
  );
});

test("a wrong value is shown beside the right one", () => {
  assert.deepEqual(faultOf("row", '{"id":1,"randomNumber":4345}'), {
    kind: "row",
    message: "row `1` has randomNumber `4345`, expected `4344`",
  });
  assert.equal(faultOf("row", '{"id":0,"randomNumber":6425}')?.kind, "row");
});

test("whatever is not the JSON of a row is a wrong body", () => {
  for (const text of [
    "",
    "{}",
    "null",
    "[1,4344]",
    '{"id":1,"randomNumber":4344',
    '{"id":1,"randomNumber":4344}}',
    '{"id":1,"randomNumber":4344,"more":1}',
    '{"id":01,"randomNumber":4344}',
    '{"id":"1","randomNumber":4344}',
    '{"id":,"randomNumber":4344}',
  ]) {
    assert.equal(faultOf("row", text)?.kind, "body", text);
  }
});

test("the message is right with white space, and nothing else is", () => {
  assert.equal(faultOf("message", '{"message":"Hello, World!"}'), undefined);
  assert.equal(faultOf("message", '{ "message": "Hello, World!" }'), undefined);
  assert.deepEqual(faultOf("message", '{"message":"Hello, world!"}'), {
    kind: "body",
    message:
      'body is `{\\"message\\":\\"Hello, world!\\"}`, expected `{"message":"Hello, World!"}`',
  });
});

test("anything is anything", () => {
  assert.equal(faultOf("anything", ""), undefined);
});

test("a form's answer has the number of its fields and the hash of its file", () => {
  const { fields, sha256 } = form;
  for (const right of [form, { sha256, fields }])
    assert.equal(faultOf("form", JSON.stringify(right)), undefined);
  for (const wrong of [
    { ...form, fields: 5 },
    { fields, sha256: "ac".repeat(32) },
    { ...form, more: 1 },
    {},
  ])
    assert.equal(faultOf("form", JSON.stringify(wrong))?.kind, "body");
});
