import { hasRows, isOfRowsAlone } from "../../results/records/workload.ts";
import type { Gate, Measurement } from "./measurement.ts";

/** A range of whole numbers, both ends included. */
interface Bounds {
  readonly fewest: number;
  readonly most: number;
}

/**
 * One query of one row for each answer, by PostgreSQL's own count. All that was sent has been
 * answered or has failed, so that nothing in flight blurs it; a request that failed may have been
 * queried or not.
 */
export const queries: Gate = {
  kind: "wrong",
  check: (measurement) => {
    const { statements, result } = measurement.record;
    if ("unavailable" in statements) return undefined;
    const { calls, rows } = statements;
    const fault = faultOf(calls, rows, boundsOf(measurement));
    if (fault === undefined) return undefined;
    return `PostgreSQL ran ${calls} queries that gave ${rows} rows for ${result.correct} correct responses: ${fault}`;
  },
};

/** Requests of a kind that answers no row, such as `/json`, must not query at all. */
function boundsOf({ record: { result }, load: { workload } }: Measurement): Bounds {
  return {
    fewest: isOfRowsAlone(workload) ? result.correct : 0,
    most: hasRows(workload) ? result.issued : 0,
  };
}

function faultOf(calls: number, rows: number, { fewest, most }: Bounds): string | undefined {
  // Requests of one query that ask for the same row get it once: rows may be fewer than answers.
  if (calls < fewest && rows > calls) return "it fetches several rows with one query";
  if (calls < fewest) return "it answers without a query";
  if (rows < fewest) return "it runs queries that return no row";
  if (calls > most) return "it runs more queries than it answers";
  if (rows > most) return "it fetches more rows than it answers";
  return undefined;
}
