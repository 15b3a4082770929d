import { messageOf } from "@rowbench/shared/contract";
import { HTTPException } from "hono/http-exception";

/** A request that its client has to change, as Hono's own kind of error. */
export function badRequest(cause: unknown): HTTPException {
  return new HTTPException(400, { message: messageOf(cause), cause });
}
