import type { Load } from "./load.ts";
import type { ExperimentRecord, FailureRecord, SliceRecord } from "./records.ts";
import { type Series, seriesKey } from "./series.ts";

/** Every slice of one series under one load, refused ones included. */
export function slicesOf(
  records: readonly ExperimentRecord[],
  series: string,
  load: string,
): readonly SliceRecord[] {
  return records.filter(
    (one): one is SliceRecord => one.kind === "slice" && one.series === series && one.load === load,
  );
}

/**
 * Why rounds or slices of a series do not count, a sentence each. A slice that was repeated with
 * success is not among them: nothing is missing.
 */
export function reasonsOf(
  records: readonly ExperimentRecord[],
  series: Series,
  { name: load }: Load,
): readonly string[] {
  const key = seriesKey(series);
  const slices = slicesOf(records, key, load);
  const failures = records.filter(
    (one): one is FailureRecord => one.kind === "failure" && one.series === key,
  );
  return [
    ...failures.map(({ round, stage, reason }) => `round ${round}, ${stage}: ${reason}`),
    ...describeRefusals(slices.filter((slice) => !isReplaced(slice, slices))),
  ];
}

function isReplaced(slice: SliceRecord, slices: readonly SliceRecord[]): boolean {
  const { round, loop, turn, attempt } = slice;
  return slices.some(
    (other) =>
      other.round === round &&
      other.loop === loop &&
      other.turn === turn &&
      other.attempt > attempt,
  );
}

/** One gate says the same of one loop in all its rounds: the first of them stands for the others. */
function describeRefusals(slices: readonly SliceRecord[]): readonly string[] {
  const all = slices.flatMap(({ round, loop, refusals }) =>
    refusals.map(({ gate, reason }) => ({ kind: `${loop} ${gate}`, round, loop, reason })),
  );
  const firsts = all.filter(
    ({ kind }, index) => all.findIndex((one) => one.kind === kind) === index,
  );
  return firsts.map(({ kind, round, loop, reason }) => {
    const others = all.filter((one) => one.kind === kind && one.round !== round);
    const numbers = [...new Set(others.map((one) => one.round))];
    const rounds = numbers.length === 0 ? "" : ` (and ${numbers.join(", ")})`;
    return `round ${round}${rounds}, ${loop} loop: ${reason}`;
  });
}
