import { getParts } from "uWebSockets.js";
import { boundaryOf, type FormReply, formReplyOf } from "@rowbench/shared/contract";

/** Counts a form's text fields and hashes its file. */
export function readForm(body: Buffer, contentType: string): FormReply {
  // `getParts` takes quotes and further parameters for a part of the boundary.
  const boundary = boundaryOf(body, contentType);
  const parts = getParts(body, `multipart/form-data; boundary=${boundary}`) ?? [];

  const file = parts.find(({ filename }) => filename !== undefined);
  const texts = parts.filter(({ filename }) => filename === undefined);
  return formReplyOf(texts.length, file && new Uint8Array(file.data));
}
