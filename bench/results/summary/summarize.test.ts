import { deepEqual, equal, match, ok } from "node:assert/strict";
import { test } from "node:test";
import { bytes, microseconds, requestsPerSecond } from "@rowbench/shared/contract";
import { experimentHeader } from "../fixtures/experiment-header.ts";
import {
  closedResult,
  closedSlice,
  histogramOf,
  openResult,
  openSlice,
} from "../fixtures/slices.ts";
import type { Load } from "../records/load.ts";
import type { ExperimentRecord, Refusal } from "../records/records.ts";
import { summarizeExperiment } from "./summarize.ts";
import type { LoadSummary, SeriesSummary } from "./summary.ts";

const koa = "koa/single";
const hono = "hono/cluster×2";
const rounds = (count: number) => Array.from({ length: count }, (_, index) => index + 1);
const roundEnd = (round: number): ExperimentRecord => ({ kind: "round", round, elapsedMs: 1 });

function closedAt(series: string, round: number, throughput: number): ExperimentRecord {
  const answers = throughput;
  const result = closedResult({ throughput: requestsPerSecond(throughput), answers });
  return closedSlice({ series, round, result });
}

/** koa and hono in each round, with a drift of the machine that both share. */
function run(count: number, honoTimes: (round: number) => number) {
  return rounds(count).flatMap((round) => [
    closedAt(koa, round, 10_000 * (1 + 0.1 * (round % 3))),
    closedAt(hono, round, 10_000 * (1 + 0.1 * (round % 3)) * honoTimes(round)),
    roundEnd(round),
  ]);
}

function summarize(records: readonly ExperimentRecord[], changes = {}) {
  return summarizeExperiment({ header: experimentHeader(changes), records, problems: [] });
}

function firstLoad(records: readonly ExperimentRecord[]): LoadSummary {
  const [load] = summarize(records).loads;
  if (load === undefined) throw new Error("no load");
  return load;
}

function seriesIn({ ranked }: LoadSummary, key: string): SeriesSummary {
  const found = ranked.find((one) => one.key === key);
  if (found === undefined) throw new Error(`${key} is not ranked`);
  return found;
}

test("a series that is faster beyond the noise has its place, and a drift changes nothing", () => {
  const load = firstLoad(run(6, (round) => 1.5 + 0.01 * (round % 2)));
  deepEqual(
    load.ranked.map(({ key, rank }) => [key, rank.best, rank.worst]),
    [
      [hono, 1, 1],
      [koa, 2, 2],
    ],
  );
  equal(load.comparisons.throughput?.between(hono, koa)?.verdict, "faster");
  ok((load.toldRatio ?? 9) < 1.05);
});

test("what the noise does not carry leaves both places open, in one group", () => {
  const load = firstLoad(run(4, (round) => (round % 2 === 0 ? 1.3 : 0.8)));
  deepEqual(
    load.ranked.map(({ rank }) => [rank.best, rank.worst]),
    [
      [1, 2],
      [1, 2],
    ],
  );
  equal(load.ties.length, 1);
});

test("a refused slice is a missing value, and opens nothing", () => {
  const refusals: readonly Refusal[] = [{ gate: "foreign", kind: "disturbed", reason: "a build" }];
  const records = run(6, () => 1.5).map((record) =>
    record.kind === "slice" && record.series === hono && record.round === 2
      ? { ...record, refusals }
      : record,
  );
  const { ranked } = firstLoad(records);
  const { rank, rounds: counting, refusals: reasons } = seriesIn({ ranked } as LoadSummary, hono);
  deepEqual([rank.best, rank.worst, counting], [1, 1, 5]);
  deepEqual(reasons, ["round 2, closed loop: a build"]);
});

test("a slice that was repeated with success counts once, and is no reason for anything", () => {
  const refused = closedSlice({
    series: koa,
    result: closedResult({ throughput: requestsPerSecond(1) }),
    refusals: [{ gate: "steal", kind: "disturbed", reason: "the hypervisor" }],
  });
  const again = closedSlice({ series: koa, attempt: 2 });
  const summary = summarize([refused, again, roundEnd(1)]);
  const koaSummary = seriesIn(summary.loads[0] as LoadSummary, koa);
  deepEqual([koaSummary.rounds, koaSummary.repeats, koaSummary.refusals], [1, 1, []]);
  equal(Math.round(koaSummary.throughput.value), 10_000);
  deepEqual([summary.trust.repeats, summary.trust.refusals], [1, { steal: 1 }]);
});

test("an unfinished round counts nothing", () => {
  const summary = summarize([...run(2, () => 1), closedAt(koa, 3, 90_000)]);
  equal(summary.rounds, 2);
  ok(seriesIn(summary.loads[0] as LoadSummary, koa).throughput.high < 90_000);
});

test("a percentile is the median of the rounds': one stall is one round, not all", () => {
  const open = rounds(5).map((round) => {
    const latencyUs = histogramOf(round === 3 ? 90_000 : 5000, 10_000);
    return openSlice({ series: koa, round, result: openResult({ latencyUs }) });
  });
  const load = firstLoad([...run(5, () => 1), ...open]);
  const common = seriesIn(load, koa).paces.common;
  ok(common?.kind === "measured");
  ok(Math.abs((common.p99Us?.medianUs ?? 0) - 5000) < 10);
  ok((common.p99Us?.highUs ?? 0) >= 90_000);
});

test("a percentile with too few samples beyond it is not told", () => {
  const result = openResult({ latencyUs: histogramOf(1000, 5000) });
  const load = firstLoad([...run(1, () => 1), openSlice({ series: koa, result })]);
  const common = seriesIn(load, koa).paces.common;
  ok(common?.kind === "measured" && common.p50Us !== undefined && common.p99Us === undefined);
});

test("a backlog that grows in most rounds is called saturated", () => {
  const backlogPerBin = Array.from({ length: 10 }, (_, bin) => 300 * (bin + 1));
  const open = rounds(3).map((round) =>
    openSlice({ series: koa, round, result: openResult({ backlogPerBin }) }),
  );
  const load = firstLoad([...run(3, () => 1), ...open]);
  equal(seriesIn(load, koa).paces.common?.kind, "saturated");
});

test("a failure is a reason, and a series without a round is refused with it", () => {
  const failure: ExperimentRecord = {
    ...{ kind: "failure", round: 1, group: 1, position: 2, series: hono },
    ...{ stage: "start", reason: "exit code 1" },
  } as const;
  const { refused, ranked } = firstLoad([closedAt(koa, 1, 100), failure, roundEnd(1)]);
  deepEqual(refused[0]?.reasons, ["round 1, start: exit code 1"]);
  deepEqual(ranked[0]?.rank, { best: 1, worst: 1 });
});

const refusedWith = (kind: Refusal["kind"]) => [
  closedSlice({ series: koa, refusals: [{ gate: "x", kind, reason: "y" }] }),
  roundEnd(1),
];

test("a server that is too slow for some requests has given no wrong answer", () => {
  const late = (failures: Partial<typeof result.failures>) => {
    const refusals = [{ gate: "failures", kind: "wrong" as const, reason: "0.4 % failed" }];
    const slow = closedSlice({
      round: 1,
      refusals,
      result: closedResult({ failures: { ...result.failures, ...failures } }),
    });
    return summarize([...run(1, () => 1), slow]).outcome;
  };
  const { result } = closedSlice();
  equal(late({ timeout: 4 }), "table");
  equal(late({ unavailable: 94 }), "table");
  equal(late({ timeout: 4, status: 1 }), "wrong answers");
  equal(late({ reset: 4 }), "wrong answers");
});

test("a run that only the machine disturbed is a table, wrong answers and nothing are not", () => {
  equal(summarize(run(1, () => 1)).outcome, "table");
  equal(summarize(refusedWith("disturbed")).outcome, "table");
  equal(summarize(refusedWith("wrong")).outcome, "wrong answers");
  equal(summarize(refusedWith("instrument")).outcome, "nothing measured");
  equal(summarize([roundEnd(1)]).outcome, "nothing measured");
});

test("what a disturbed machine answered is shown where nothing is ranked, and only there", () => {
  const refusals: readonly Refusal[] = [{ gate: "foreign", kind: "disturbed", reason: "a build" }];
  const spoilt = (series: string) => (record: ExperimentRecord) =>
    record.kind === "slice" && record.series === series ? { ...record, refusals } : record;
  const inPart = firstLoad(run(2, () => 2).map(spoilt(hono)));
  deepEqual(inPart.disturbed, []);
  const { ranked, disturbed } = firstLoad(
    run(2, () => 2)
      .map(spoilt(hono))
      .map(spoilt(koa)),
  );
  deepEqual(ranked, []);
  deepEqual(
    disturbed.map(({ key, throughput: { low, high } }) => [key, ...[low, high].map(Math.round)]),
    [
      [koa, 11_000, 12_000],
      [hono, 22_000, 24_000],
    ],
  );
  deepEqual(disturbed[0]?.takenShares, [0.01, 0.01]);
});

test("what the machine spoilt and was wrong besides is not shown", () => {
  const reason = { gate: "foreign", reason: "a build" };
  const refusals: readonly Refusal[] = [
    { ...reason, kind: "disturbed" },
    { ...reason, kind: "instrument" },
  ];
  const load = firstLoad([closedSlice({ series: koa, refusals }), roundEnd(1)]);
  deepEqual(load.disturbed, []);
});

test("the objective is found between the rates that met it and those that did not", () => {
  const objective = { name: "objective", p99LimitUs: microseconds(10_000) } as const;
  const { plan } = experimentHeader();
  const loads = plan.loads.map((load): Load => ({ ...load, paces: [objective] }));
  const trial = (round: number, rate: number, latency: number) =>
    openSlice({
      ...{ series: koa, round, loop: "objective" },
      result: openResult({
        offeredRate: requestsPerSecond(rate),
        latencyUs: histogramOf(latency, 10_000),
      }),
    });
  const records = [...run(3, () => 1), trial(1, 8000, 2000), trial(2, 9000, 20_000)];
  const [load] = summarize([...records, trial(3, 8500, 3000)], { plan: { ...plan, loads } }).loads;
  const found = load && seriesIn(load, koa).objective;
  deepEqual([found?.low, found?.high, Math.round(found?.rate ?? 0)], [8500, 9000, 8746]);
});

test("who is the limit follows from the processors' shares", () => {
  const { cpu } = closedSlice();
  const busy = cpu && { ...cpu, busiest: { server: 0.97, postgres: 0.3 } };
  const load = firstLoad([closedSlice({ series: koa, ...(busy && { cpu: busy }) }), roundEnd(1)]);
  equal(seriesIn(load, koa).limit?.name, "server");
  const used = cpu && { ...cpu, shares: { ...cpu.shares, idle: 0.01 } };
  const full = firstLoad([closedSlice({ series: koa, ...(used && { cpu: used }) }), roundEnd(1)]);
  equal(seriesIn(full, koa).limit?.name, "machine");
});

test("controls that hold make a run trusted, others untrusted, and neither is in the table", () => {
  const { plan } = experimentHeader();
  const burning = { server: "koa", model: "single", workers: 1, burnUs: 40 };
  const twin = { server: "koa", model: "single", workers: 1, copy: 2 };
  const [twinKey, burningKey] = ["koa/single, copy 2", "koa/single, +40 µs of CPU"];
  const controls = {
    ...{ load: "db", baseline: koa, twin: twinKey, burning: burningKey, burnUs: 40 },
    added: [twinKey, burningKey],
  };
  const changes = { plan: { ...plan, series: [...plan.series, twin, burning], controls } };
  const slice = (series: string, round: number, times: number, cpuUs: number) => {
    const throughput = requestsPerSecond(10_000 * times * (1 + 0.01 * (round % 2)));
    const result = closedResult({ throughput, answers: throughput });
    const serverCpuUs = microseconds(cpuUs * throughput);
    return closedSlice({ series, round, result, serverCpuUs, rssBytes: bytes(1) });
  };
  const records = (twinTimes: number, extraUs: number, count = 6) =>
    rounds(count).flatMap((round) => [
      slice(koa, round, 1, 50),
      slice(twinKey, round, twinTimes + 0.02 * (round % 3), 50),
      slice(burningKey, round, 0.6 + 0.01 * (round % 3), 50 + extraUs + (round % 2)),
      roundEnd(round),
    ]);
  const sound = summarize(records(0.98, 40), changes);
  equal(sound.trust.kind, "trusted");
  deepEqual(
    sound.loads[0]?.ranked.map(({ key }) => key),
    [koa],
  );
  match(summarize(records(1.3, 40), changes).trust.controls[0] ?? "", /TOLD APART/);
  equal(summarize(records(1.3, 40), changes).trust.kind, "untrusted");
  equal(summarize(records(0.98, 5), changes).trust.kind, "untrusted");
  // Two rounds of three series hardly know how much they scatter.
  equal(summarize(records(1.3, 40, 2), changes).trust.kind, "without controls");
});

test("a reason that comes again in other rounds is told once, with the rounds", () => {
  const refusals: readonly Refusal[] = [{ gate: "foreign", kind: "disturbed", reason: "a build" }];
  const records = rounds(3).flatMap((round) => [
    closedSlice({ series: koa, round, refusals }),
    roundEnd(round),
  ]);
  deepEqual(firstLoad(records).refused[0]?.reasons, ["round 1 (and 2, 3), closed loop: a build"]);
});
