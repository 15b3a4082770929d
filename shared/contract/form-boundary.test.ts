import { equal, throws } from "node:assert/strict";
import { test } from "node:test";
import { createFormBody, formBoundary } from "./form-body.ts";
import { boundaryOf } from "./form-boundary.ts";
import { bytes } from "./units.ts";

const { body, contentType } = createFormBody({ fileBytes: bytes(1000), seed: 1 });

test("the boundary of a form is found with and without quotes and other parameters", () => {
  equal(boundaryOf(body, contentType), formBoundary);
  equal(
    boundaryOf(body, `Multipart/Form-Data; charset=utf-8; boundary="${formBoundary}"`),
    formBoundary,
  );
  equal(
    boundaryOf(body, `multipart/form-data;boundary=${formBoundary};charset=utf-8`),
    formBoundary,
  );
});

test("a form without its end, and what is no form, is a bad request", () => {
  const cut = body.subarray(0, -4);
  throws(() => boundaryOf(cut, contentType), { statusCode: 400 });
  for (const type of [
    undefined,
    "",
    "text/plain",
    "multipart/form-data",
    "multipart/form-data; boundary=x",
  ]) {
    throws(() => boundaryOf(body, type), { statusCode: 400 });
  }
});
