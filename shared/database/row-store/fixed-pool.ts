import type { RowConnection } from "./row-connection.ts";

/**
 * A fixed number of connections, all open from the start. Calls go round, and each connection
 * pipelines what it gets; one that is down is left out while another one is up.
 */
export function createFixedPool(connections: readonly RowConnection[]): RowConnection {
  const [only, ...others] = connections;
  if (only !== undefined && others.length === 0) return only;
  const next = createTurns(connections);
  return {
    get isUp() {
      return connections.some(({ isUp }) => isUp);
    },
    send: (call) => next().send(call),
    async ping() {
      await Promise.all(connections.map((connection) => connection.ping()));
    },
    async close() {
      await Promise.all(connections.map((connection) => connection.close()));
    },
  };
}

function createTurns(connections: readonly RowConnection[]): () => RowConnection {
  let turn = 0;
  return () => {
    for (let skipped = 0; ; skipped++) {
      turn = (turn + 1) % connections.length;
      const connection = connections[turn];
      if (connection === undefined) throw new RangeError("a pool needs a connection");
      if (connection.isUp || skipped === connections.length) return connection;
    }
  };
}
