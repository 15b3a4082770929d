import { binUs } from "../../load/index.ts";
import { formatPercent } from "../../report/text/format.ts";
import { type ColumnOf, tableOf } from "../../report/text/text-table.ts";
import type { SliceRecord } from "../../results/records/records.ts";
import { countingSlices, toObservation } from "../../results/summary/figures.ts";
import { fitBlocks, type Observation } from "../../statistics/blocks.ts";
import { mean } from "../../statistics/mean.ts";
import { median } from "../../statistics/median.ts";
import { startFigures } from "../../statistics/turns.ts";
import type { Section } from "../section.ts";
import type { Recording } from "./recording.ts";

/** One way to make one figure of a start. */
interface StartFigure {
  readonly name: string;
  /** Of answers in whole bins of a tenth of a second; undefined with too few of them. */
  valueOf(bins: readonly number[], slice: SliceRecord): number | undefined;
}

const binsPerSecond = 1_000_000 / binUs;
const fewestBins = 3;
const trimmedShare = 0.2;

const candidates: readonly StartFigure[] = [
  { name: "req/s of the window, as it is used", valueOf: (_, { result }) => result.throughput },
  { name: "mean of its tenths of a second", valueOf: meanOf },
  {
    name: "median of its tenths",
    valueOf: (bins) => (bins.length < fewestBins ? undefined : median(bins)),
  },
  {
    name: "mean of its tenths without the lowest and highest fifth",
    valueOf: (bins) => meanOf(trim(bins)),
  },
  { name: "mean without the first 0.2 s", valueOf: (bins) => meanOf(after(bins, 0.2)) },
  { name: "mean without the first 0.5 s", valueOf: (bins) => meanOf(after(bins, 0.5)) },
  {
    name: "1 / CPU time per request",
    valueOf: (_, { serverCpuUs, result }) => result.answers / serverCpuUs,
  },
];

interface NoiseRow {
  readonly name: string;
  /** Of a paired log ratio between two starts, for each recording; undefined where it has none. */
  readonly deviations: readonly (number | undefined)[];
}

/** Which figure of a start scatters least between starts of one round. */
export function compareNoise(recordings: readonly Recording[]): Section {
  const slices = recordings.map(({ records, load }) => countingSlices(records, load, "closed"));
  const rows = candidates.map((figure): NoiseRow => {
    const deviations = slices.map((own) => deviationOf(observationsOf(figure, own)));
    return { name: figure.name, deviations };
  });
  const columns: readonly ColumnOf<NoiseRow>[] = [
    { title: "figure of a start", align: "left", cell: ({ name }) => name },
    ...recordings.map(
      ({ name }, place): ColumnOf<NoiseRow> => ({
        title: name,
        align: "right",
        cell: ({ deviations }) => formatDeviation(deviations[place]),
      }),
    ),
  ];
  return {
    title: "What lowers the noise",
    text: [
      `Standard deviation of the log ratio of two starts of one group, from the same recorded windows: ${recordings.map((one, place) => `\`${one.name}\` has turns of ${formatSeconds(slices[place] ?? [])}`).join(", ")}. A dash: fewer than ${fewestBins} tenths of a second are left.`,
    ],
    findings: [],
    tables: [tableOf(columns, rows)],
  };
}

function observationsOf(
  figure: StartFigure,
  slices: readonly SliceRecord[],
): readonly Observation[] {
  const ofTurns = slices.flatMap((slice) => {
    const { series, group, turn } = slice;
    const { answersPerBin, elapsedUs } = slice.result;
    // The last bin may be shorter than the others.
    const value = figure.valueOf(answersPerBin.slice(0, Math.floor(elapsedUs / binUs)), slice);
    if (value === undefined || !(value > 0) || !Number.isFinite(value)) return [];
    return [{ series, group, turn, value }];
  });
  return startFigures(ofTurns).map(toObservation);
}

/** The difference of two starts has twice the variance of one. */
function deviationOf(observations: readonly Observation[]): number | undefined {
  if (observations.length === 0) return undefined;
  const { variance } = fitBlocks(observations);
  return variance.degreesOfFreedom === 0 ? undefined : Math.sqrt(2 * variance.value);
}

function meanOf(bins: readonly number[]): number | undefined {
  return bins.length < fewestBins ? undefined : mean(bins);
}

function trim(bins: readonly number[]): readonly number[] {
  const cut = Math.floor(bins.length * trimmedShare);
  return bins.toSorted((a, b) => a - b).slice(cut, bins.length - cut);
}

function after(bins: readonly number[], seconds: number): readonly number[] {
  return bins.slice(Math.round(seconds * binsPerSecond));
}

function formatDeviation(value: number | undefined): string {
  return value === undefined ? "–" : formatPercent(value);
}

function formatSeconds(slices: readonly SliceRecord[]): string {
  if (slices.length === 0) return "no length";
  return `${(mean(slices.map(({ result }) => result.elapsedUs)) / 1_000_000).toFixed(1)} s`;
}
