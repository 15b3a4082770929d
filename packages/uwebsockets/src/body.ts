import type { HttpResponse } from "uWebSockets.js";
import { BadRequestError, maximumBody, tooLargeError } from "@rowbench/shared/contract";
import type { Client } from "./exchange.ts";

/**
 * Collects the body of a request; has to be called before the first `await` of its handler.
 * Rejects with a 413 once a body of more than `maximumBody` has ended (its rest is thrown away as
 * it comes, so that the client can read the answer), and when the client leaves before.
 */
export function readBody(response: HttpResponse, client: Client): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    let chunks: Buffer[] = [];
    let length = 0;
    client.onLeave = () => reject(new BadRequestError("the client left"));
    response.onData((chunk, isLast) => {
      length += chunk.byteLength;
      // The memory of a chunk is gone after this call.
      if (length <= maximumBody) chunks.push(Buffer.from(chunk.slice(0)));
      else chunks = [];
      if (!isLast) return;
      if (length <= maximumBody) resolve(Buffer.concat(chunks, length));
      else reject(tooLargeError());
    });
  });
}
