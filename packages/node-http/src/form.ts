import { createHash } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { finished } from "node:stream/promises";
import {
  badRequestOf,
  type FormReply,
  missingFileError,
  pipeBody,
} from "@rowbench/shared/contract";
import busboy, { type Busboy } from "busboy";

/** Counts a form's text fields and hashes its file while they arrive; neither is ever kept whole. */
export async function readForm(request: IncomingMessage): Promise<FormReply> {
  let fields = 0;
  let files = 0;
  const hash = createHash("sha256");
  const parser = createParser(request);

  parser.on("field", () => {
    fields += 1;
  });
  parser.on("file", (_name, file) => {
    files += 1;
    file.on("data", (chunk: Buffer) => hash.update(chunk));
    // The parser fails with the same error; without a listener this one would end the process.
    file.on("error", () => {});
  });
  pipeBody(request, parser);
  await finished(parser).catch((error: unknown) => {
    throw badRequestOf(error);
  });
  if (files === 0) throw missingFileError();
  return { fields, sha256: hash.digest("hex") };
}

/** Busboy throws at once where the headers announce no form. */
function createParser({ headers }: IncomingMessage): Busboy {
  try {
    return busboy({ headers, limits: { files: 1 } });
  } catch (error) {
    throw badRequestOf(error);
  }
}
