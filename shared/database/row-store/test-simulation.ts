import { milliseconds } from "../../contract/index.ts";
import { pingId, RowCall } from "../calls/row-call.ts";
import { createAdaptivePool } from "./adaptive-pool.ts";
import type { RowConnection } from "./row-connection.ts";

/** For tests: a database, connections and a clock that exist in this program alone. */
export interface Simulation {
  readonly pool: RowConnection;
  /** Connections that are open now, and the most that ever were. */
  open: number;
  mostOpen: number;
  attempts: number;
  /** The longest wait for a connection that one was told of, in ms. */
  longestTold: number;
  /** What a query takes in the database now, in ms. */
  rowMs: number;
  rowAfterMs: number;
  /** Connections that the database accepts. */
  maximumOpen: number;
  /** The event loop of the server is busy elsewhere, and reads nothing. */
  isLoopBusy: boolean;
  now(): number;
  /** Keeps that many callers asking until the given time; resolves to what they met. */
  load(kind: "row" | "rowAfter", callers: number): Load;
  /** Lets the clock run until that time. */
  runTo(time: number): Promise<void>;
}

/** What a load has met so far. */
export interface Load {
  readonly latencies: { readonly at: number; readonly ms: number }[];
  failures: number;
  stop(): void;
}

interface Event {
  readonly time: number;
  readonly run: () => void;
}

const pingMs = 0.02;
const connectMs = 3;

export function simulate(budget: number): Simulation {
  const events: Event[] = [];
  const held: (() => void)[] = [];
  let now = 0;

  const at = (time: number, run: () => void): void => {
    const index = events.findLastIndex((event) => event.time <= time);
    events.splice(index + 1, 0, { time, run });
  };
  /** What arrives while the loop is busy is read when it is free again. */
  const arrive = (run: () => void): void => void (simulation.isLoopBusy ? held.push(run) : run());
  const settleAll = () => new Promise((resolve) => setImmediate(resolve));

  const open = (): RowConnection => {
    let freeAt = now + connectMs;
    let isUp = true;
    simulation.attempts += 1;
    const isRefused = simulation.open >= simulation.maximumOpen;
    if (!isRefused) simulation.open += 1;
    simulation.mostOpen = Math.max(simulation.mostOpen, simulation.open);
    const takeTime = (ms: number, ended: (isAnswered: boolean) => void): void => {
      freeAt = Math.max(freeAt, now) + ms;
      at(freeAt, () => arrive(() => ended(!isRefused)));
    };
    const refusal = new Error("too many clients");
    return {
      get isUp() {
        return isUp && !isRefused;
      },
      send(call) {
        simulation.longestTold = Math.max(simulation.longestTold, call.waitedMs);
        const queryMs = call.wait === undefined ? simulation.rowMs : simulation.rowAfterMs;
        takeTime(call.id === pingId ? pingMs : queryMs, (isAnswered) => {
          call.owner?.callEnded(call, isAnswered);
          if (isAnswered) call.resolve({ id: call.id, randomNumber: 0 });
          else call.reject(refusal);
        });
      },
      ping: () =>
        new Promise((resolve, reject) =>
          takeTime(pingMs, (isAnswered) => (isAnswered ? resolve() : reject(refusal))),
        ),
      close: async () => {
        if (isUp && !isRefused) simulation.open -= 1;
        isUp = false;
      },
    };
  };

  const simulation: Simulation = {
    open: 0,
    mostOpen: 0,
    attempts: 0,
    longestTold: 0,
    rowMs: 0.02,
    rowAfterMs: 0.02,
    maximumOpen: Number.POSITIVE_INFINITY,
    isLoopBusy: false,
    now: () => now,
    load(kind, callers) {
      let isStopped = false;
      const stop = () => {
        isStopped = true;
      };
      const load: Load = { latencies: [], failures: 0, stop };
      const ask = async (): Promise<void> => {
        while (!isStopped) {
          const since = now;
          const call = kind === "row" ? new RowCall(1) : new RowCall(1, 0);
          simulation.pool.send(call);
          await call.promise.then(
            () => load.latencies.push({ at: now, ms: now - since }),
            () => load.failures++,
          );
          // The next request comes with the next turn of the loop.
          await new Promise<void>((resolve) => at(now + 0.05, resolve));
        }
      };
      for (let caller = 0; caller < callers; caller++) void ask();
      return load;
    },
    async runTo(time) {
      for (;;) {
        await settleAll();
        if (!simulation.isLoopBusy) for (const run of held.splice(0)) run();
        await settleAll();
        const event = events[0];
        if (event === undefined || event.time > time) break;
        events.shift();
        now = event.time;
        event.run();
      }
      now = time;
    },
    pool: undefined as unknown as RowConnection,
  };
  const pool = createAdaptivePool({
    open,
    budget,
    limit: milliseconds(5000),
    clock: {
      now: () => now,
      after: (ms, callback) => at(now + ms, callback),
      afterNextPoll: (callback) => at(now + 0.1, () => arrive(callback)),
    },
  });
  return Object.assign(simulation, { pool });
}
