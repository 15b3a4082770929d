import { deepEqual, equal, notDeepEqual, ok } from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { createFormBody } from "./form-body.ts";
import { bytes } from "./units.ts";

const fileBytes = bytes(64 * 1024);

/** The body as a standard parser reads it. */
function parse({ contentType, body }: ReturnType<typeof createFormBody>): Promise<FormData> {
  const headers = { "Content-Type": contentType };
  return new Response(new Uint8Array(body), { headers }).formData();
}

test("a standard parser finds four text fields and the file", async () => {
  const form = createFormBody({ fileBytes, seed: 1 });
  const values = [...(await parse(form)).values()];
  const file = values.find((value) => typeof value !== "string");
  ok(file);
  equal(values.length, 5);
  equal(file.size, fileBytes);
  const sha256 = createHash("sha256")
    .update(await file.bytes())
    .digest("hex");
  deepEqual(form.reply, { fields: 4, sha256 });
});

test("the same seed gives the same bytes, another seed others", () => {
  const form = createFormBody({ fileBytes, seed: 1 });
  deepEqual(createFormBody({ fileBytes, seed: 1 }), form);
  notDeepEqual(createFormBody({ fileBytes, seed: 2 }).reply, form.reply);
});

test("an empty file is a file", async () => {
  const { reply } = createFormBody({ fileBytes: bytes(0), seed: 1 });
  equal(reply.sha256, createHash("sha256").digest("hex"));
});
