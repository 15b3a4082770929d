import { deepEqual, equal, throws } from "node:assert/strict";
import { test } from "node:test";
import { errorReply, parseMilliseconds } from "./replies.ts";

test(":ms is a whole number from 0 to 10000", () => {
  equal(parseMilliseconds("0"), 0);
  equal(parseMilliseconds("10000"), 10_000);
});

for (const text of ["10001", "-1", "1.5", "", "abc", "1e3", " 1", undefined]) {
  test(`:ms \`${text}\` is a bad request`, () => {
    throws(() => parseMilliseconds(text), { statusCode: 400 });
  });
}

test("an error with a status is answered with it", () => {
  const error = Object.assign(new Error("database unavailable"), { statusCode: 503 });
  deepEqual(errorReply(error), { statusCode: 503, body: { error: "database unavailable" } });
});

test("any other error tells the client nothing about the inside, and the log all of it", (context) => {
  const log = context.mock.method(console, "error", () => {});
  const bug = new TypeError("secret");
  const expected = { statusCode: 500, body: { error: "internal server error" } };
  deepEqual(errorReply(bug), expected);
  deepEqual(log.mock.calls[0]?.arguments, [bug]);
  deepEqual(errorReply(Object.assign(new Error("secret"), { statusCode: 200 })), expected);
  deepEqual(errorReply("secret"), expected);
});
