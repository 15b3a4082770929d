import { setTimeout as delay } from "node:timers/promises";
import type { RowStore } from "../../contract/index.ts";

/** For tests: resolves once the store answers again, rejects after five seconds. */
export async function untilAnswered(store: RowStore): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const isAnswered = await store.ping().then(
      () => true,
      () => false,
    );
    if (isAnswered) return;
    await delay(50);
  }
  await store.ping();
}

/** For tests: 32 callers that ask one row after the other, whatever the answers are. */
export function startLoad(store: RowStore): {
  answered: number;
  rejected: number;
  stop(): Promise<void>;
} {
  let isRunning = true;
  const load = {
    answered: 0,
    rejected: 0,
    async stop() {
      isRunning = false;
      await Promise.all(workers);
    },
  };
  const work = async (): Promise<void> => {
    while (isRunning) {
      await store.randomRow().then(
        () => load.answered++,
        () => load.rejected++,
      );
      await new Promise(setImmediate);
    }
  };
  const workers = Array.from({ length: 32 }, work);
  return load;
}
