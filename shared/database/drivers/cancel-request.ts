import { createConnection } from "node:net";

/** What PostgreSQL gave at the start of a connection to cancel its queries by. */
export interface BackendKey {
  readonly processId: number;
  readonly secret: number;
}

const cancelRequestCode = 80_877_102;
const defaultPort = 5432;

/**
 * Asks PostgreSQL, on a connection of its own, to end the query that a backend runs: the message
 * CancelRequest of the frontend/backend protocol 3.0. Nothing tells whether it was heard: a
 * failure shows as the query going on.
 */
export function sendCancelRequest(url: string, { processId, secret }: BackendKey): void {
  const { hostname, port } = new URL(url);
  const message = Buffer.alloc(16);
  message.writeInt32BE(message.length, 0);
  message.writeInt32BE(cancelRequestCode, 4);
  message.writeInt32BE(processId, 8);
  message.writeUInt32BE(secret >>> 0, 12);
  createConnection(Number(port || defaultPort), hostname.replace(/^\[|\]$/g, ""))
    .on("error", () => {})
    .end(message);
}
