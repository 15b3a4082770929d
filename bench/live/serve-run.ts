import { statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { samplesFile } from "../results/records/results-folder.ts";
import { followSamples } from "./follow-samples.ts";
import { entryOf, type LiveEntry } from "./live-entry.ts";
import { startLiveServer } from "./live-server.ts";
import { viewOf } from "./live-view.ts";

/** How a run is shown. */
export interface ServeRunOptions {
  /** 0 for any free one. */
  readonly port: number;
  /** Ends it at once. */
  readonly signal: AbortSignal;
  /** Told once browsers can come. */
  readonly onListening: (url: string) => void;
  /** Between two looks at the samples. */
  readonly pauseMs?: number;
  /** How long browsers have to load the report of a run that has ended. */
  readonly patienceMs?: number;
}

/**
 * Shows the run in a folder while it goes on, by what is appended to its samples: whoever measures
 * knows nothing of it. Ends a moment after the run; one that has ended already is shown until the
 * signal. Rejects with PORT_TAKEN.
 */
export async function serveRun(
  folder: string,
  { port, signal, onListening, pauseMs = 1000, patienceMs = 5000 }: ServeRunOptions,
): Promise<void> {
  const server = await startLiveServer({ folder, port });
  const follower = followSamples(folder);
  let entries: readonly LiveEntry[] = [];
  const update = () => {
    const added = follower.read();
    if (added.length === 0) return;
    entries = [...entries, ...added.flatMap((record) => entryOf(record) ?? [])];
    server.show(viewOf(entries));
  };
  const pause = (ms: number) => delay(ms, undefined, { signal }).catch(() => {});
  try {
    const wasOver = isOver(folder);
    update();
    if (wasOver) server.end();
    onListening(server.url);
    while (!signal.aborted && (wasOver || !isOver(folder))) {
      await pause(pauseMs);
      if (!wasOver) update();
    }
    if (signal.aborted) return;
    server.end();
    const until = performance.now() + patienceMs;
    while (!signal.aborted && !server.isSettled() && performance.now() < until) await pause(100);
    // The browsers that were told have closed their streams, and ask for the report now.
    await pause(Math.min(1000, patienceMs));
  } finally {
    await server.close();
  }
}

/** The summary of a run is written after its last sample and all of its reports. */
export function isOver(folder: string): boolean {
  const [samples, summary] = [samplesFile, "summary.json"].map((name) =>
    statSync(join(folder, name), { throwIfNoEntry: false }),
  );
  return samples !== undefined && summary !== undefined && summary.mtimeMs >= samples.mtimeMs;
}
