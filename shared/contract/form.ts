import { createHash } from "node:crypto";
import { BadRequestError } from "./replies.ts";
import { bytes } from "./units.ts";

/** The body of `POST /form`: what came in. */
export interface FormReply {
  /** How many text fields. */
  readonly fields: number;
  /** SHA-256 of the file's content, 64 hexadecimal digits in lower case. */
  readonly sha256: string;
}

/** A larger body is answered with 413. */
export const maximumBody = bytes(2 * 1024 * 1024);

/** The answer to a form whose file lies in memory; one without a file is a `BadRequestError`. */
export function formReplyOf(fields: number, file: Uint8Array | undefined): FormReply {
  if (file === undefined) throw missingFileError();
  return { fields, sha256: createHash("sha256").update(file).digest("hex") };
}

/** A form that brings text alone. */
export function missingFileError(): BadRequestError {
  return new BadRequestError("expected multipart/form-data with a file");
}
