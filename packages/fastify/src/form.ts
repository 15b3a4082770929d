import { createHash } from "node:crypto";
import {
  badRequestOf,
  type FormReply,
  limitBody,
  missingFileError,
} from "@rowbench/shared/contract";
import type { FastifyRequest } from "fastify";

/** Counts a form's text fields and hashes its file while they arrive; the file is never kept whole. */
export async function readForm(request: FastifyRequest): Promise<FormReply> {
  if (!request.isMultipart()) throw missingFileError();
  try {
    return await Promise.race([readParts(request), refusalOf(request)]);
  } catch (error) {
    throw badRequestOf(error);
  } finally {
    // What a parser that failed leaves unread would block the connection.
    request.raw.resume();
  }
}

async function readParts(request: FastifyRequest): Promise<FormReply> {
  let fields = 0;
  let files = 0;
  const hash = createHash("sha256");

  for await (const part of request.parts()) {
    if (part.type === "field") {
      fields += 1;
    } else {
      files += 1;
      for await (const chunk of part.file) hash.update(chunk);
    }
  }
  if (files === 0) throw missingFileError();
  return { fields, sha256: hash.digest("hex") };
}

/** Rejects when the body turns out too large: the limits of the plugin are those of one part. */
function refusalOf({ raw }: FastifyRequest): Promise<never> {
  return new Promise((_resolve, reject) => limitBody(raw, reject));
}
