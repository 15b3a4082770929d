import {
  BadRequestError,
  boundaryOf,
  type FormReply,
  formReplyOf,
  maximumBody,
  tooLargeError,
} from "@rowbench/shared/contract";
import type { HonoRequest, MiddlewareHandler } from "hono";
import { HTTPException } from "hono/http-exception";
import { badRequest } from "./bad-request.ts";

/** Refuses a body that is too large; reads one ahead whose length is not announced. */
export const limitForm: MiddlewareHandler = async ({ req }, next) => {
  const length = Number(req.header("content-length") ?? Number.POSITIVE_INFINITY);
  if (length > maximumBody) {
    const { url, method, headers } = req.raw;
    const body = await readBody(req.raw);
    req.raw = new Request(url, { method, headers, body });
  }
  await next();
};

/** What is too large is read to its end too: a client that still sends can then read its answer. */
async function readBody({ body }: Request): Promise<Uint8Array> {
  let chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const chunk of body ?? []) {
      length += chunk.length;
      if (length <= maximumBody) chunks.push(chunk);
      else chunks = [];
    }
  } catch (error) {
    throw badRequest(error);
  }
  if (length > maximumBody) throw new HTTPException(413, { message: tooLargeError().message });
  return Buffer.concat(chunks, length);
}

/** Counts a form's text fields and hashes its file, once both are in memory. */
export async function readForm(request: HonoRequest): Promise<FormReply> {
  const form = await request.parseBody({ all: true }).catch(refuse);
  const body = Buffer.from(await request.arrayBuffer());
  const parts = Object.values(form).flat();
  const texts = parts.filter((part) => typeof part === "string");
  const file = parts.find((part) => typeof part !== "string");
  const content = file && new Uint8Array(await file.arrayBuffer());
  try {
    // Deno leaves out a part that was cut off, where the others throw.
    boundaryOf(body, request.header("content-type"));
    return formReplyOf(texts.length, content);
  } catch (error) {
    throw error instanceof BadRequestError ? badRequest(error) : error;
  }
}

/** For what parses a body, which complains about what the client sent. */
function refuse(error: unknown): never {
  throw badRequest(error);
}
