import { workerId } from "../../contract/index.ts";
import { startWorker } from "../workers/worker.ts";
import type { Model } from "./model.ts";

/** One process, one event loop: everything happens where the launcher runs. */
export const single: Model = {
  name: "single",
  acceptor: "the process",
  store: "pipelined",
  maximumWorkers: 1,
  defaultWorkers: () => 1,
  holders: () => 1,
  describe: () => "1 process",
  launch: async (options) => {
    const worker = await startWorker({ ...options, store: "pipelined", reusePort: false });
    return {
      port: worker.port,
      workers: [{ id: workerId(), pid: process.pid }],
      failure: new Promise(() => {}),
      close: async () => {
        await worker.stopListening();
        await worker.close();
      },
    };
  },
};
