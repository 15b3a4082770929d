import { type Milliseconds, milliseconds } from "@rowbench/shared/contract";
import { formatCount, formatPercent } from "../../report/text/format.ts";
import { type Finding, judged } from "../finding.ts";
import type { Section } from "../section.ts";
import { exponentialFit } from "./anderson-darling.ts";
import { withRig } from "./rig.ts";

/** How arrivals are looked at. */
export interface RateOptions {
  /** Rate of the comparison of what was offered with what was sent. */
  readonly rate: number;
  readonly duration: Milliseconds;
  /** Rate of the look at the gaps: slow enough that the server's own clock tells them. */
  readonly gapsRate: number;
  readonly gapsDuration: Milliseconds;
}

const usual: RateOptions = {
  rate: 5000,
  duration: milliseconds(3000),
  gapsRate: 100,
  gapsDuration: milliseconds(20_000),
};

/** Sent inside the window / due in it: the gate that every open loop has to pass. */
const smallestShare = 0.99;
/** Counts of a Poisson process scatter by their square root; this many of it is no chance. */
const deviations = 4;
const significance = 0.01;

/** Whether an open loop sends as many requests as it should, and at times as it should. */
export async function checkRate(signal: AbortSignal, options = usual): Promise<Section> {
  const { rate, duration, gapsRate, gapsDuration } = options;
  return withRig("counting-server", signal, async ({ open, truth }) => {
    // Thrown away: code that is not compiled yet.
    await open({ rate, duration });
    const { offered, achievedRate, offeredRate } = await open({ rate, duration });
    await truth();
    await open({ rate: gapsRate, duration: gapsDuration });
    const [, ...gapsUs] = await truth();
    return {
      title: "Rate and arrivals",
      text: [
        `Poisson arrivals at ${formatCount(rate)}/s for ${duration / 1000} s; then at ${formatCount(gapsRate)}/s, where the server itself timed the ${formatCount(gapsUs.length)} gaps between them.`,
      ],
      findings: [
        offeredFinding(offered, (rate * duration) / 1000),
        achievedFinding(achievedRate / offeredRate),
        gapsFinding(gapsUs, 1_000_000 / gapsRate),
      ],
      tables: [],
    };
  });
}

function offeredFinding(offered: number, expected: number): Finding {
  const allowed = deviations * Math.sqrt(expected);
  return judged(
    {
      name: "arrivals that were due",
      target: `${formatCount(expected)} ± ${formatCount(allowed)}`,
      measured: formatCount(offered),
    },
    Math.abs(offered - expected) <= allowed,
  );
}

function achievedFinding(share: number): Finding {
  return judged(
    {
      name: "rate sent / rate offered",
      target: `at least ${formatPercent(smallestShare)}`,
      measured: formatPercent(share),
    },
    share >= smallestShare,
  );
}

function gapsFinding(gapsUs: readonly number[], meanUs: number): Finding {
  const { statistic, pValue } = exponentialFit(gapsUs, meanUs);
  return judged(
    {
      name: "gaps between arrivals, as the server saw them, are exponential (Anderson and Darling)",
      target: `P at least ${significance}`,
      measured: `A² = ${statistic.toFixed(2)}, P = ${pValue.toFixed(3)}`,
    },
    pValue >= significance,
  );
}
