import { type Milliseconds, milliseconds } from "@rowbench/shared/contract";
import type { LoadResult } from "../../load/index.ts";
import { formatCount } from "../../report/text/format.ts";
import { type Finding, judged } from "../finding.ts";
import type { Section } from "../section.ts";
import { noWarmUp, withRig } from "./rig.ts";

const usual = { duration: milliseconds(2000), rate: 5000 } as const;

/** Whether the server has seen exactly the requests that we say we have sent. */
export async function checkCounts(
  signal: AbortSignal,
  { duration, rate }: { readonly duration: Milliseconds; readonly rate: number } = usual,
): Promise<Section> {
  return withRig("counting-server", signal, async ({ open, closed, truth }) => {
    const closedResult = await closed({ duration, warmUp: noWarmUp });
    const ofClosed = countFinding("a closed loop", closedResult, await truth());
    const ofOpen = countFinding("an open loop", await open({ rate, duration }), await truth());
    return {
      title: "Counts",
      text: ["The server counts requests by itself; all parts of a load are in both counts."],
      findings: [ofClosed, ofOpen],
      tables: [],
    };
  });
}

function countFinding(loop: string, result: LoadResult, seen: readonly number[]): Finding {
  const { issued, correct } = result;
  return judged(
    {
      name: `requests of ${loop}, by the server's own count`,
      target: "exactly ours, all answered",
      measured: `${formatCount(seen.length)} seen, ${formatCount(issued)} sent, ${formatCount(correct)} right answers`,
    },
    seen.length === issued && correct === issued,
  );
}
