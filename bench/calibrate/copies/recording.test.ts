import assert from "node:assert/strict";
import { test } from "node:test";
import { seriesKey } from "../../results/records/series.ts";
import { copiesOf, headerOf, recordedCopies, recordedRounds } from "./fixtures/recorded-copies.ts";
import { figureIn, recordingOf } from "./recording.ts";

test("every start of a finished round is one figure", () => {
  const recording = recordedCopies(3, 4, (copy, round) => ({ throughput: 100 * copy + round }));
  assert.equal(recording.rounds, 4);
  const throughputs = figureIn(recording, "throughput");
  assert.equal(throughputs.length, 12);
  assert.deepEqual(throughputs[4], { series: "koa/single, copy 2", round: 2, value: 102 });
  assert.ok(figureIn(recording, "cpuUsPerRequest").every(({ value }) => value === 50));
});

test("a round that was not finished, and controls that were added, are left out", () => {
  const series = copiesOf(3);
  const records = recordedRounds(series, 3, () => ({ throughput: 1000 })).slice(0, -1);
  const { plan, ...header } = headerOf(series);
  const [first, second, third] = series.map(seriesKey);
  const controls = {
    load: "db",
    baseline: first!,
    twin: second!,
    burning: third!,
    added: [third!],
    burnUs: 40,
    everyRounds: 1,
  };
  const read = { header: { ...header, plan: { ...plan, controls } }, records, problems: [] };
  const recording = recordingOf("run", read);
  assert.equal(recording.rounds, 2);
  assert.deepEqual(
    figureIn(recording, "throughput").map((one) => [one.round, one.series]),
    [
      [1, first],
      [1, second],
      [2, first],
      [2, second],
    ],
  );
});

test("the load without waits is looked at", () => {
  const { header, records } = recordedCopies(2, 2, () => ({ throughput: 1000 })).read;
  const [load] = header.plan.loads;
  const kinds = [{ ...load!.workload.kinds[0]!, wait: 20 as never }];
  const waiting = { ...load!, name: "slow", workload: { name: "slow", kinds } };
  const loads = [waiting, load!];
  const read = { header: { ...header, plan: { ...header.plan, loads } }, records, problems: [] };
  assert.equal(recordingOf("run", read).load, "db");
});

test("fewer than two rounds are refused with their number", () => {
  const series = copiesOf(2);
  const records = recordedRounds(series, 1, () => ({ throughput: 1000 }));
  const read = { header: headerOf(series), records, problems: [] };
  assert.throws(() => recordingOf("run", read), {
    code: "RESULTS_UNREADABLE",
    message: "`run` has `1` finished rounds, needed: 2 or more",
  });
});
