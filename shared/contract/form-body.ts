import { createHash } from "node:crypto";
import type { FormReply } from "./form.ts";
import type { Bytes } from "./units.ts";

/** A body for `POST /form`, and the right answer to it. */
export interface FormBody {
  /** `multipart/form-data` with its boundary. */
  readonly contentType: string;
  readonly body: Buffer;
  readonly reply: FormReply;
}

/** What stands between the parts; longer than what random bytes could contain by chance. */
export const formBoundary = "----rowbench-7MA4YWxkTrZu0gW";

/**
 * Four text fields and a file of `fileBytes` pseudo-random bytes, as a browser would send them
 * (RFC 7578). The same seed gives the same bytes.
 */
export function createFormBody({
  fileBytes,
  seed,
}: {
  readonly fileBytes: Bytes;
  readonly seed: number;
}): FormBody {
  const file = randomBytesOf(seed, fileBytes);
  const fields = {
    title: `Form ${seed}`,
    author: "Zoë Müller",
    tags: "form, file, benchmark",
    note: "Four lines of text go along with the file, as an ordinary form would send them.",
  };
  const textParts = Object.entries(fields).map(([name, value]) => textPart(name, value));
  const before = `${textParts.join("")}${partHead('name="file"; filename="file.bin"')}`;
  return {
    contentType: `multipart/form-data; boundary=${formBoundary}`,
    body: Buffer.concat([Buffer.from(before), file, Buffer.from(`\r\n--${formBoundary}--\r\n`)]),
    reply: { fields: textParts.length, sha256: createHash("sha256").update(file).digest("hex") },
  };
}

/** SHAKE256 has an output of any length: as good as random, and quick. */
function randomBytesOf(seed: number, length: number): Buffer {
  return createHash("shake256", { outputLength: length }).update(String(seed)).digest();
}

function textPart(name: string, value: string): string {
  return `--${formBoundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
}

function partHead(disposition: string): string {
  const type = "Content-Type: application/octet-stream";
  return `--${formBoundary}\r\nContent-Disposition: form-data; ${disposition}\r\n${type}\r\n\r\n`;
}
