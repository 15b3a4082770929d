import type { Server } from "node:net";
import { text } from "node:stream/consumers";
import { RowbenchError } from "@rowbench/shared/contract";
import { connectTo, listenExclusively } from "@rowbench/shared/processes";

const usualName = "rowbench-benchmark";

/**
 * Holds the machine for one measuring command at a time: two at once would spoil both. The kernel
 * gives the lock back when this process ends, however it ends. Throws BENCHMARK_RUNNING, with what
 * the holder says of itself.
 * @returns a function that gives it back
 */
export async function lockMachine(
  description = describeProcess(),
  name = usualName,
): Promise<() => Promise<void>> {
  const server = await listenExclusively(name);
  if (server === undefined) throw await heldBy(name);
  server.on("connection", (socket) => {
    socket.on("error", () => {});
    socket.end(description);
  });
  server.unref();
  return () => closed(server);
}

function describeProcess(): string {
  const command = process.argv.slice(2).join(" ");
  return `\`rowbench ${command}\` (pid ${process.pid}, since ${new Date().toISOString()})`;
}

async function heldBy(name: string): Promise<RowbenchError> {
  const socket = await connectTo(name);
  const holder = socket === undefined ? "" : await text(socket).catch(() => "");
  return new RowbenchError(
    "BENCHMARK_RUNNING",
    `${holder || "another benchmark"} measures on this machine; two at once would spoil both: start this one when it has ended`,
  );
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}
