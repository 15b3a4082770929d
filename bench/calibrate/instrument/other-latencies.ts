import type { KnownLatency } from "./known-latency.ts";
import { type LatencyRow, noTimes, timesOf } from "./latency-table.ts";
import { observeLatency } from "./other-generators/observe-latency.ts";
import { otherGenerators } from "./other-generators/other-generators.ts";
import type { Rig } from "./rig.ts";

/** What every other generator sees of the same server, one after the other, so many seconds each. */
export async function observeOthers(
  known: KnownLatency,
  { url, truth }: Pick<Rig, "url" | "truth">,
  seconds: number,
  signal: AbortSignal,
): Promise<readonly LatencyRow[]> {
  const rows: LatencyRow[] = [];
  for (const generator of otherGenerators) {
    const { program: name, sends } = generator;
    const observed = await observeLatency(generator, { url, seconds }, signal);
    const recordUs = await truth();
    rows.push(
      observed.kind === "observed"
        ? { name, sends, ...timesOf(known, { recordUs }, observed) }
        : { name, sends: observed.reason, ...noTimes },
    );
  }
  return rows;
}
