import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { type PacerData, type PacerSettings, pacerSlots } from "./pacer-data.ts";

/** Wakes the socket thread when an arrival is due. */
export interface Pacer {
  /** The schedule's zero, in microseconds of `nowUs`. */
  begin(startUs: number): void;
  /** Arrivals below this index are issued: no tick is needed for them. */
  noteIssued(count: number): void;
  stop(): Promise<void>;
}

/**
 * Starts the thread that keeps time. The event loop's own timers are off by up to 1 ms; a thread
 * that blocks in `Atomics.wait` is not, and costs no CPU time while it waits. `onTick` says only
 * "look at the clock": ticks are merged, may be too many, and never carry a time.
 */
export async function startPacer(settings: PacerSettings, onTick: () => void): Promise<Pacer> {
  const control = new Int32Array(new SharedArrayBuffer(12));
  const workerData: PacerData = { ...settings, control };
  const worker = new Worker(new URL("./pacer-thread.ts", import.meta.url), { workerData });
  await once(worker, "message");
  worker.on("message", () => {
    // Cleared before the clock is read: whatever becomes due later gets a tick of its own.
    Atomics.store(control, pacerSlots.tickPending, 0);
    onTick();
  });
  return {
    begin: (startUs) => worker.postMessage(startUs),
    noteIssued: (count) => Atomics.store(control, pacerSlots.issued, count),
    stop: async () => {
      Atomics.store(control, pacerSlots.stop, 1);
      Atomics.notify(control, pacerSlots.stop);
      await worker.terminate();
    },
  };
}
