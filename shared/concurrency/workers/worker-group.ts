import { setTimeout as delay } from "node:timers/promises";
import { messageOf, RowbenchError } from "../../contract/index.ts";
import type { RunningServer, Worker } from "./running-server.ts";
import type { WorkerHandle } from "./worker-handle.ts";

/** Makes a worker that is to listen on this port. */
export type StartWorker = (port: number) => WorkerHandle;

/** How often in a row a replacement may fail to start before the server gives up. */
const replacementLimit = 5;
const firstBackOffMs = 100;

/**
 * Runs `count` workers as one server. All must start, or none stays. Afterwards one that ends is
 * replaced, later each time that a replacement fails (0.1, 0.2, 0.4 … s) while the others go on;
 * after five failures in a row, three seconds, the server fails with the reason.
 */
export async function startWorkerGroup(
  count: number,
  port: number,
  start: StartWorker,
): Promise<RunningServer> {
  const group = new WorkerGroup(start);
  try {
    await group.startAll(count, port);
  } catch (error) {
    await group.close();
    throw error;
  }
  return group;
}

class WorkerGroup implements RunningServer {
  port = 0;
  readonly failure: Promise<RowbenchError>;
  readonly #start: StartWorker;
  readonly #running = new Map<WorkerHandle, Worker>();
  readonly #handles = new Set<WorkerHandle>();
  readonly #fail: (reason: RowbenchError) => void;
  #isClosing = false;

  constructor(start: StartWorker) {
    const { promise, resolve } = Promise.withResolvers<RowbenchError>();
    this.failure = promise;
    this.#fail = resolve;
    this.#start = start;
  }

  get workers(): readonly Worker[] {
    return [...this.#running.values()];
  }

  /** With port 0 the first worker finds the port for all of them. */
  async startAll(count: number, port: number): Promise<void> {
    this.port = port === 0 ? await this.#add(0) : port;
    const rest = Array.from({ length: count - this.#running.size }, () => this.#add(this.port));
    await Promise.all(rest);
  }

  async close(): Promise<void> {
    this.#isClosing = true;
    const handles = [...this.#handles];
    await Promise.all(handles.map((handle) => handle.stopListening()));
    await Promise.all(handles.map((handle) => handle.close()));
  }

  async #add(port: number): Promise<number> {
    const handle = this.#start(port);
    this.#handles.add(handle);
    void handle.ended.then(() => this.#handles.delete(handle));
    const { id, port: listeningPort } = await handle.started;
    this.#running.set(handle, { id, pid: handle.pid });
    void handle.ended.then((how) => {
      this.#running.delete(handle);
      if (!this.#isClosing) void this.#replace(`worker ${id} ended, ${how}`);
    });
    return listeningPort;
  }

  async #replace(reason: string): Promise<void> {
    process.stderr.write(`${reason}; it is replaced\n`);
    let lastReason = reason;
    for (let attempt = 0; attempt < replacementLimit; attempt += 1) {
      await delay(firstBackOffMs * 2 ** attempt);
      if (this.#isClosing) return;
      try {
        await this.#add(this.port);
        return;
      } catch (error) {
        lastReason = messageOf(error);
      }
    }
    const message = `${reason}, and could not be replaced: ${lastReason}`;
    this.#fail(new RowbenchError("SERVER_START_FAILED", message));
  }
}
