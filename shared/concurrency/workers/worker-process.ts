// A worker in a process of its own. Its options are its argument, its launcher is its parent.
import process from "node:process";
import { runWorker } from "./worker-loop.ts";

// A terminal sends Ctrl-C to the whole process group; only the launcher decides when to close.
process.on("SIGINT", () => {});
process.on("SIGTERM", () => {});
// The channel closes when the launcher is gone, however it ended: nobody would stop this worker.
// `exit` would wait for threads that wait for PostgreSQL.
process.on("disconnect", () => process.kill(process.pid, "SIGKILL"));

const obey = runWorker(
  JSON.parse(process.argv[2] ?? ""),
  (message) => process.send?.(message),
  () => process.exit(0),
);
process.on("message", obey);
