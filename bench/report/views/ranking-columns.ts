import { paceNames } from "../../results/records/load.ts";
import type { CpuShares } from "../../results/records/records.ts";
import type { SettingName } from "../../results/records/series.ts";
import { storeOf, uploadOf } from "../../results/records/workload.ts";
import type {
  LoadSummary,
  ObjectiveSummary,
  SeriesSummary,
} from "../../results/summary/summary.ts";
import type { RankInterval } from "../../statistics/ranking.ts";
import { settingsIn } from "../sentences/labels.ts";
import { formatAsMilliseconds, formatBytes, formatCount, formatRange } from "../text/format.ts";
import type { ColumnOf } from "../text/text-table.ts";
import { formatCommonRate, formatPacePercentile } from "./latency-cells.ts";
import { tieLetters } from "./tie-letters.ts";

type RankingColumn = ColumnOf<SeriesSummary>;

/** The columns of one load's ranking: those that have something to show. */
export function rankingColumns(
  load: LoadSummary,
  settings: readonly SettingName[],
  usualRuntime: string,
): readonly RankingColumn[] {
  return [
    { title: "rank", align: "right", cell: ({ rank }) => formatRank(rank) },
    ...tieColumn(load),
    ...cellColumns(settings, usualRuntime),
    { title: "req/s", align: "right", cell: ({ throughput }) => formatCount(throughput.value) },
    ...uploadColumn(load),
    { title: "lowest – highest round", align: "right", spare: 7, cell: formatRounds },
    ...latencyColumns(load),
    ...objectiveColumn(load),
    { title: "CPU µs/req", align: "right", spare: 2, cell: formatCpu },
    ...aroundColumn(load),
    { title: "memory", align: "right", spare: 6, cell: ({ rssBytes }) => formatBytes(rssBytes) },
    ...limitColumns(load),
    { title: "rounds", align: "right", spare: 8, cell: ({ rounds }) => String(rounds) },
  ];
}

/** Columns that say which series a line is about. */
export function cellColumns(
  settings: readonly SettingName[],
  usualRuntime: string,
): readonly RankingColumn[] {
  const runtime: RankingColumn = {
    title: "runtime",
    align: "left",
    cell: ({ series }) => series.runtime ?? usualRuntime,
  };
  return [
    { title: "server", align: "left", cell: ({ series }) => series.server },
    { title: "model", align: "left", cell: ({ series }) => series.model },
    { title: "workers", align: "right", spare: 1, cell: ({ series }) => String(series.workers) },
    ...(settings.includes("runtime") ? [runtime] : []),
    ...settingsColumn(settings.filter((name) => name !== "runtime")),
  ];
}

/** `2`, or `1–3` when the places cannot be told apart. */
export function formatRank({ best, worst }: RankInterval): string {
  return best === worst ? String(best) : `${best}–${worst}`;
}

function tieColumn({ ties }: LoadSummary): readonly RankingColumn[] {
  const letters = tieLetters(ties);
  if (letters.size === 0) return [];
  return [{ title: "ties", align: "left", cell: ({ key }) => letters.get(key) ?? "" }];
}

function settingsColumn(names: readonly SettingName[]): readonly RankingColumn[] {
  if (names.length === 0) return [];
  const cell = ({ series }: SeriesSummary) => settingsIn(series, names).join(", ");
  return [{ title: "settings", align: "left", cell }];
}

/** How much of a form's file comes in; absent where nothing is sent. */
function uploadColumn({ load }: LoadSummary): readonly RankingColumn[] {
  const upload = uploadOf(load.workload);
  if (upload === undefined) return [];
  const cell = ({ throughput }: SeriesSummary) => formatCount((throughput.value * upload) / 1e6);
  return [{ title: "MB/s", align: "right", cell }];
}

function formatRounds({ throughput: { low, high } }: SeriesSummary): string {
  return formatRange([low, high], formatCount);
}

/** Latency at each pace; beside its own rates P99 alone, since nothing is compared there. */
function latencyColumns({ load, commonRate }: LoadSummary): readonly RankingColumn[] {
  const common = formatCommonRate(commonRate);
  const columns = {
    common: [
      latencyColumn(`P50 ms ${common}`, "common", "p50Us", 4),
      latencyColumn(`P99 ms ${common}`, "common", "p99Us", 1),
    ],
    half: [latencyColumn("P99 ms at 50 % of its own", "half", "p99Us", 9)],
    high: [latencyColumn("P99 ms at 80 % of its own", "high", "p99Us", 9)],
    objective: [],
  };
  return paceNames
    .filter((name) => load.paces.some((pace) => pace.name === name))
    .flatMap((name) => columns[name]);
}

function latencyColumn(
  title: string,
  pace: "common" | "half" | "high",
  percentile: "p50Us" | "p99Us",
  spare: number,
): RankingColumn {
  const cell = ({ paces }: SeriesSummary) => formatPacePercentile(paces[pace], percentile);
  return { title, align: "right", spare, cell };
}

function objectiveColumn({ load }: LoadSummary): readonly RankingColumn[] {
  return load.paces.flatMap((pace) => {
    if (pace.name !== "objective") return [];
    const title = `req/s with P99 ≤ ${Number(formatAsMilliseconds(pace.p99LimitUs))} ms`;
    const cell = ({ objective }: SeriesSummary) => formatObjective(objective);
    return [{ title, align: "right", spare: 3, cell }];
  });
}

function formatObjective(objective: ObjectiveSummary | undefined): string {
  if (objective === undefined) return "–";
  const [rate, low, high] = [objective.rate, objective.low, objective.high].map(formatCount);
  return `${rate} [${low}–${high}]`;
}

/** CPU time a request in µs; a dash where the system does not tell. */
export function formatCpu({ cpuUsPerRequest: { value } }: SeriesSummary): string {
  return Number.isFinite(value) ? value.toFixed(1) : "–";
}

/** What a request costs in what stands around the server; absent where nothing does. */
function aroundColumn({ ranked }: LoadSummary): readonly RankingColumn[] {
  if (ranked.every(({ limit }) => limit?.shares.around === undefined)) return [];
  return [{ title: "proxies µs/req", align: "right", spare: 2, cell: formatAround }];
}

function formatAround({ limit, cpuUsPerRequest }: SeriesSummary): string {
  const { around, server } = limit?.shares ?? {};
  if (around === undefined || server === undefined) return "–";
  return ((cpuUsPerRequest.value * around) / server).toFixed(1);
}

function limitColumns({ load, ranked }: LoadSummary): readonly RankingColumn[] {
  if (ranked.every(({ limit }) => limit === undefined)) return [];
  return [
    { title: "limit", align: "left", spare: 3, cell: ({ limit }) => limit?.name ?? "–" },
    {
      title: `CPU %: server / ${storeOf(load.workload)} / generator / others / idle`,
      align: "right",
      spare: 10,
      cell: ({ limit }) => (limit === undefined ? "–" : formatShares(limit.shares)),
    },
  ];
}

function formatShares(shares: CpuShares): string {
  const { server, postgres, generator, around = 0, foreign, others, steal, idle } = shares;
  return [server, postgres, generator, around + foreign + others + steal, idle]
    .map((share) => Math.round(share * 100))
    .join(" / ");
}
