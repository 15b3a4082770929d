import { loadLibpq } from "./library.ts";

/** A way to end a call that waits on a connection in another thread. */
export interface Interrupt {
  /** Cuts the connection: the call that waits on it fails. */
  cut(): void;
  /** Gives back what this holds. Nothing else may be called afterwards. */
  release(): void;
}

const bothDirections = 2;

/**
 * Makes one for a socket. It holds a duplicate: libpq may close its own at any moment, and the
 * number could then belong to somebody else's connection.
 */
export function createInterrupt(socket: number): Interrupt {
  const { dup, shutdown, close } = loadLibpq().sockets;
  const duplicate = dup(socket);
  return {
    cut() {
      shutdown(duplicate, bothDirections);
    },
    release() {
      if (duplicate >= 0) close(duplicate);
    },
  };
}
