import { bytes } from "@rowbench/shared/contract";
import type { ExperimentSummary, LoadSummary } from "../../results/summary/summary.ts";
import { choiceIn, type WorkersView } from "../../results/summary/workers-choice.ts";
import {
  type CurvePoint,
  memoryPerWorker,
  type WorkerChoice,
} from "../../statistics/worker-choice.ts";
import { type Block, heading, sentencesBlock } from "../text/document.ts";
import { formatBytes, formatCount, formatRatio } from "../text/format.ts";
import { describeFreshMeasure } from "./fresh-measure.ts";

/** The curve over numbers of workers, the number to use, and what new starts of it gave. */
export function workersBlocks({ loads }: ExperimentSummary, view: WorkersView): readonly Block[] {
  return loads.flatMap((load) => curveBlocks(load, view));
}

function curveBlocks(load: LoadSummary, view: WorkersView): readonly Block[] {
  const choice = choiceIn(load, view);
  const [first] = load.ranked;
  if (first === undefined || choice === undefined) return [];
  return [
    heading(`${first.series.server}/${first.series.model}, by workers`),
    { kind: "drawing", lines: drawCurve(choice) },
    ...sentencesBlock([
      ...describeMemory(choice),
      describeChoice(choice),
      ...describeFreshMeasure(choice.chosen, load, view),
    ]),
  ];
}

const barLength = 40;

function drawCurve({ curve }: WorkerChoice): readonly string[] {
  const highest = Math.max(...curve.map(({ throughput }) => throughput));
  return curve.map((point) => drawPoint(point, highest));
}

function drawPoint(
  { workers, throughput, memory, ratioToBest }: CurvePoint,
  highest: number,
): string {
  const bar = "█".repeat(Math.round((throughput / highest) * barLength)).padEnd(barLength);
  const ratio = ratioToBest === undefined ? "best" : formatRatio(ratioToBest);
  const rate = `${formatCount(throughput).padStart(8)} req/s`;
  return `${String(workers).padStart(4)}  ${bar}  ${rate}  ${ratio.padEnd(17)}  ${formatBytes(bytes(memory))}`;
}

function describeMemory(choice: WorkerChoice): readonly string[] {
  const each = memoryPerWorker(choice);
  return each === undefined ? [] : [`Each extra worker takes ${formatBytes(bytes(each))}.`];
}

function describeChoice({ chosen, best }: WorkerChoice): string {
  const reason = chosen === best ? "the best" : `the fewest within 2 % of the best, ${best}`;
  return `Chosen: ${chosen} (${reason}).`;
}
