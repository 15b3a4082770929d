import process from "node:process";
import { messageOf } from "@rowbench/shared/contract";
import { lowerPriority } from "./lower-priority.ts";
import { serveRun } from "./serve-run.ts";

// Shows a run beside the benchmark that measures it; `startLiveProcess` forks it. A process of its
// own at the lowest priority: what browsers ask for never delays the one that reads the counters at
// the edges of a window. It ends a moment after the run, or after the benchmark.

const [folder = "", port = "0"] = process.argv.slice(2);
const ending = new AbortController();

lowerPriority();
// Ctrl-C reaches the whole group of processes: the benchmark ends its run, and its report is shown.
process.on("SIGINT", () => {});
process.on("disconnect", () => ending.abort());
try {
  await serveRun(folder, {
    port: Number(port),
    signal: ending.signal,
    onListening: (url) => process.send?.({ kind: "listening", url }),
  });
} catch (error) {
  process.send?.({ kind: "failed", message: messageOf(error) });
}
if (process.connected) process.disconnect();
