// A worker in a thread of the launcher's process. Its options are its `workerData`.
import process from "node:process";
import { parentPort, workerData } from "node:worker_threads";
import { runWorker } from "./worker-loop.ts";

const obey = runWorker(
  workerData,
  (message) => parentPort?.postMessage(message),
  // In a thread this ends the thread alone.
  () => process.exit(0),
);
parentPort?.on("message", obey);
