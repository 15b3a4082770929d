import { recordFormat } from "./records.ts";

type Json = Readonly<Record<string, unknown>>;

/** The formats whose records can be read. */
export const readableFormats: readonly number[] = [2, 3, recordFormat];

/**
 * Gives a record of an older format the fields that it lacks. In format 2 a round was one group,
 * and each start had one turn; up to format 3 the driver was postgres.js where none was named.
 */
export function upgradeRecord(record: Json | null): Json | null {
  switch (record?.kind) {
    case "experiment":
      return {
        runtimes: {},
        usualDriver: "postgres",
        ...record,
        plan: upgradePlan(record.plan as Json | undefined),
      };
    case "failure":
      return { group: record.round, ...record };
    case "slice":
      return { group: record.round, turn: 1, ...record };
    default:
      return record;
  }
}

function upgradePlan(plan: Json | undefined): Json | undefined {
  if (plan === undefined) return undefined;
  const durations = plan.durations as Json | undefined;
  return {
    groupSize: 1,
    together: [],
    ...plan,
    durations: { again: durations?.warmUp, turns: 1, ...durations },
  };
}
