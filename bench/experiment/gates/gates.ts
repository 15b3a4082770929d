import type { Refusal } from "../../results/records/records.ts";
import { early, failures, stale } from "./answers.ts";
import { gets } from "./gets.ts";
import { ids } from "./ids.ts";
import { generator, lag, littlesLaw } from "./instrument.ts";
import { latencyAddsUp } from "./latency.ts";
import { link } from "./link.ts";
import { canary, clock, foreign, steal, throttled } from "./machine.ts";
import type { Gate, Measurement } from "./measurement.ts";
import { queries } from "./queries.ts";
import { skew } from "./skew.ts";
import { computing, waits } from "./work.ts";
import { workers } from "./workers.ts";

/** Every gate, in the order in which their reasons are shown. */
const gates = {
  failures,
  stale,
  early,
  queries,
  gets,
  ids,
  waits,
  computing,
  workers,
  foreign,
  steal,
  throttled,
  canary,
  clock,
  littlesLaw,
  skew,
  lag,
  generator,
  link,
  latencyAddsUp,
} satisfies Record<string, Gate>;

/**
 * Judges one slice by limits that are fixed before the run and do not look at how fast it was.
 * @returns the reasons to refuse it; none when its figures may be used
 */
export function refusalsOf(measurement: Measurement): readonly Refusal[] {
  return Object.entries(gates).flatMap(([gate, { kind, check }]) => {
    const reason = check(measurement);
    return reason === undefined ? [] : [{ gate, kind, reason }];
  });
}
