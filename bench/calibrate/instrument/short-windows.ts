import { milliseconds } from "@rowbench/shared/contract";
import { formatCount } from "../../report/text/format.ts";
import { type ColumnOf, tableOf } from "../../report/text/text-table.ts";
import { mean } from "../../statistics/mean.ts";
import { judged } from "../finding.ts";
import type { Section } from "../section.ts";
import { connections, withRig } from "./rig.ts";

/** A closed loop in a window that its answers do not fill evenly. */
interface ShortWindow {
  readonly windowMs: number;
  readonly throughput: number;
  readonly truth: number;
}

/** No multiples of 50 ms: by whole answers alone they would be off by up to a twelfth. */
const usualWindowsMs = [610, 637, 690, 775];
const tolerance = 0.01;

/** Whether the edges of a short window bias the throughput of a server that takes 50 ms. */
export async function checkShortWindows(
  signal: AbortSignal,
  windowsMs: readonly number[] = usualWindowsMs,
): Promise<Section> {
  const windows: ShortWindow[] = [];
  await withRig("cycle-server", signal, async ({ closed, truth }) => {
    for (const windowMs of windowsMs) {
      const { throughput } = await closed({ duration: milliseconds(windowMs) });
      const cycleUs = mean(await truth());
      windows.push({ windowMs, throughput, truth: (connections * 1_000_000) / cycleUs });
    }
  });
  const worst = Math.max(...windows.map((one) => Math.abs(errorOf(one))));
  const finding = {
    name: "throughput of a closed loop in windows that are no multiple of the answer's 50 ms",
    target: `off by less than ${formatError(tolerance)}`,
    measured: `off by ${formatError(worst)} at most`,
  };
  return {
    title: "Short windows",
    text: [
      `A server answers after 50 ms and records how long each of the ${connections} connections took from one request to its next: their number over that time is the true throughput.`,
    ],
    findings: [judged(finding, worst < tolerance)],
    tables: [tableOf(columns, windows)],
  };
}

const columns: readonly ColumnOf<ShortWindow>[] = [
  { title: "window", align: "right", cell: ({ windowMs }) => `${windowMs} ms` },
  { title: "req/s", align: "right", cell: ({ throughput }) => formatCount(throughput) },
  { title: "true req/s", align: "right", cell: ({ truth }) => formatCount(truth) },
  { title: "error", align: "right", cell: (window) => formatError(errorOf(window)) },
];

function errorOf({ throughput, truth }: ShortWindow): number {
  return throughput / truth - 1;
}

function formatError(share: number): string {
  return `${(share * 100).toFixed(2)} %`;
}
