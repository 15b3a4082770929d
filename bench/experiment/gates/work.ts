import type { Workload } from "../../results/records/workload.ts";
import { formatShare, type Gate } from "./measurement.ts";

/** PostgreSQL's clock counts whole microseconds for each of its statements. */
const waitShareLimit = 0.98;
/**
 * How much work fits into a millisecond is measured by each server at its start, a moment at which
 * the processor may be slower than later.
 */
const computingShareLimit = 0.8;

/** PostgreSQL spent the time in its statements that they were asked to wait. */
export const waits: Gate = {
  kind: "wrong",
  check: ({ record: { statements, result }, load }) => {
    if ("unavailable" in statements) return undefined;
    // Statements are those of all parts of the load. Of several kinds the answers of a closed loop's
    // window are known alone, which makes it a lower bound.
    const answersOf = (kind: number) => result.kinds?.[kind]?.correct ?? result.correct;
    const askedUs = askedFor("wait", load.workload, answersOf);
    const share = statements.executionUs / askedUs;
    if (askedUs === 0 || share >= waitShareLimit) return undefined;
    return `PostgreSQL spent ${formatShare(share)} of the time that it was to wait: the waits are somewhere else`;
  },
};

/** The server used the CPU time that its answers were asked to compute. */
export const computing: Gate = {
  kind: "wrong",
  check: ({ record: { serverCpuUs, result }, load }) => {
    // An open loop knows of all answers of a kind, and the CPU time is that of the window.
    const counted = result.kinds?.reduce((sum, { correct }) => sum + correct, 0) ?? 0;
    const share = counted === 0 ? 1 : result.answers / counted;
    const answersOf = (kind: number) => share * (result.kinds?.[kind]?.correct ?? result.answers);
    const askedUs = askedFor("cpu", load.workload, answersOf);
    const used = serverCpuUs / askedUs;
    if (askedUs === 0 || used >= computingShareLimit) return undefined;
    return `the server used ${formatShare(used)} of the CPU time that it was to compute`;
  },
};

/** Time in µs that so many answers of each kind were asked to take at least. */
function askedFor(
  what: "wait" | "cpu",
  { kinds }: Workload,
  answersOf: (kind: number) => number,
): number {
  return kinds.reduce((sum, kind, index) => sum + (kind[what] ?? 0) * 1000 * answersOf(index), 0);
}
