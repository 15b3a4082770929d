import type { Socket } from "node:net";
import { hashOf, userKey } from "./postgres-place.ts";

/**
 * What a program asks of the keeper, one request a connection.
 * `claim`: the instance must run while this connection is open. `hold`: it must run until
 * `release`, without a program. `status`: who uses it.
 */
export type KeeperRequest = "claim" | "hold" | "release" | "status";

/** The keeper's answer. It never holds a secret: other users can connect to the socket. */
export type KeeperAnswer =
  | { readonly kind: "ready"; readonly home: string }
  | { readonly kind: "failed"; readonly message: string }
  | { readonly kind: "status"; readonly claims: number; readonly held: boolean };

const maximumLength = 10_000;

/** The name of the socket of the instance of `root`. */
export function keeperName(root: string): string {
  return `rowbench-keeper-${userKey}-${hashOf(root)}`;
}

export function isKeeperRequest(text: string | undefined): text is KeeperRequest {
  return text !== undefined && ["claim", "hold", "release", "status"].includes(text);
}

/**
 * The first line that arrives; `undefined` when the connection ends before. From then on the
 * connection is read, so that its end is noticed, and its errors are only its end.
 */
export function readLine(socket: Socket): Promise<string | undefined> {
  return new Promise((resolve) => {
    let text = "";
    socket.setEncoding("utf8");
    socket.on("error", () => {});
    socket.on("close", () => resolve(undefined));
    socket.on("data", (data) => {
      text += data;
      if (text.includes("\n")) resolve(text.slice(0, text.indexOf("\n")));
      // Other users can connect, too: nobody may fill the memory.
      if (text.length > maximumLength) socket.destroy();
    });
  });
}
