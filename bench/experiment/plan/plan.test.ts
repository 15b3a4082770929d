import { deepEqual, equal, ok } from "node:assert/strict";
import { test } from "node:test";
import { milliseconds } from "@rowbench/shared/contract";
import type { Pace } from "../../results/records/load.ts";
import { testLoad } from "../fixtures/test-plan.ts";
import { createPlan, fits, type PlanRequest } from "./plan.ts";
import { fewestRounds } from "./split-budget.ts";

const minutes = (count: number) => milliseconds(count * 60_000);
const seriesOf = (count: number, workers = 1) =>
  Array.from({ length: count }, (_, copy) => ({ server: "koa", model: "single", workers, copy }));

function request(changes: Partial<PlanRequest> = {}): PlanRequest {
  return {
    series: seriesOf(6),
    loads: [testLoad("db")],
    budget: minutes(10),
    seed: 7,
    noise: { within: 0.07 ** 2, between: 0.03 ** 2, alone: 0 },
    ...changes,
  };
}

test("the budget is used and not exceeded", () => {
  for (const count of [2, 6, 12, 34]) {
    const { estimate } = createPlan(request({ series: seriesOf(count) }));
    ok(estimate <= minutes(10) && estimate > 0.85 * minutes(10), `${count}: ${estimate}`);
  }
});

test("a minute is enough for three rounds of six series, with latencies", () => {
  const loads = [testLoad("db", [{ name: "common" }])];
  const plan = createPlan(request({ budget: minutes(1), loads, groupSize: 6 }));
  // There is no time for turns, so that nobody has to be up beside others.
  deepEqual([plan.rounds, plan.durations.turns, plan.groupSize], [fewestRounds, 1, 1]);
  ok(plan.estimate <= minutes(1));
  // However quick the servers: a backlog of less than a second does not tell that one falls behind.
  ok(plan.durations.open.shortest >= 1000);
});

test("ten minutes are enough for three rounds of all 34 cells in turns, warm, with latencies", () => {
  const loads = [testLoad("db", [{ name: "common" }])];
  for (const inPieces of [false, true]) {
    const plan = createPlan(request({ series: seriesOf(34, 2), loads, groupSize: 8, inPieces }));
    deepEqual([plan.rounds, plan.durations.turns], [fewestRounds, 2]);
    ok(plan.durations.warmUp.shortest >= 2000 && plan.estimate <= minutes(10));
  }
});

test("a minute is a first look at six cells, in three rounds that are hardly warm", () => {
  const warmUpOf = (budget: number, paces: readonly Pace[]) => {
    const loads = [testLoad("db", paces)];
    const six = request({ loads, groupSize: 6, inPieces: true, budget: minutes(budget) });
    const { rounds, durations, estimate } = createPlan(six);
    ok(rounds >= fewestRounds && estimate <= minutes(budget));
    return durations.warmUp.shortest;
  };
  deepEqual(
    [1, 2, 5].map((budget) => warmUpOf(budget, [{ name: "common" }])),
    [1000, 2000, 2000],
  );
  // The time for latencies warms them.
  deepEqual([warmUpOf(1, []), warmUpOf(1.25, [])], [1750, 2000]);
});

test("what cold servers promise to tell allows for how cold each of them is", () => {
  const six = request({ groupSize: 6, inPieces: true, budget: minutes(1) });
  const warm = createPlan({ ...six, budget: minutes(1.25) });
  ok(Math.log(createPlan(six).promisedRatio) > 1.3 * Math.log(warm.promisedRatio));
});

test("of few rounds as many are planned as promise most", () => {
  const plans = [
    // What varies from second to second takes longer starts, what varies between starts more of them.
    { noise: { within: 0.14 ** 2, between: 0.005 ** 2, alone: 0 }, rounds: 3 },
    { noise: { within: 0.02 ** 2, between: 0.14 ** 2, alone: 0 }, rounds: 4 },
  ];
  for (const { noise, rounds } of plans) {
    const of = (forced?: number) =>
      createPlan(request({ series: seriesOf(28), groupSize: 8, noise, rounds: forced }));
    equal(of().rounds, rounds);
    equal(of().promisedRatio, Math.min(of(3).promisedRatio, of(4).promisedRatio));
  }
});

test("rounds beyond those with the longest starts worth their while come where they promise more", () => {
  for (const noise of [
    { within: 3.4e-3, between: 1.2e-3, alone: 0 },
    { within: 1.4e-3, between: 1e-3, alone: 0 },
    { within: 5e-3, between: 1e-3, alone: 0 },
  ]) {
    const loads = [testLoad("db", [{ name: "common" }])];
    const many = request({ series: seriesOf(14), loads, groupSize: 10, inPieces: true, noise });
    const { promisedRatio, rounds } = createPlan(many);
    const others = [3, 4, 5, 6, 7, 8].map((number) => createPlan({ ...many, rounds: number }));
    equal(promisedRatio, Math.min(...others.map((other) => other.promisedRatio)), `${rounds}`);
  }
});

test("more time promises to tell smaller differences, more series larger ones", () => {
  const promised = (changes: Partial<PlanRequest>) => createPlan(request(changes)).promisedRatio;
  ok(promised({ budget: minutes(20) }) < promised({}));
  ok(promised({ series: seriesOf(34) }) > promised({}));
});

test("starts that differ much are repeated, noise within them is measured longer", () => {
  const short = createPlan(request({ noise: { within: 0.01 ** 2, between: 0.1 ** 2, alone: 0 } }));
  const long = createPlan(request({ noise: { within: 0.3 ** 2, between: 0.01 ** 2, alone: 0 } }));
  ok(short.durations.closed < long.durations.closed);
  ok(short.rounds > long.rounds);
});

test("series that are up together take turns, in short windows, and tell more by them", () => {
  const noise = { within: 0.07 ** 2, between: 0.03 ** 2, alone: 0.08 ** 2 };
  const alone = createPlan(request({ noise }));
  const together = createPlan(request({ noise, groupSize: 6 }));
  equal(alone.durations.turns, 1);
  ok(together.durations.turns >= 2 && together.durations.closed <= 1000);
  ok(together.promisedRatio < alone.promisedRatio);
  ok(together.estimate <= minutes(10) && together.estimate > 0.85 * minutes(10));
});

test("series that alternate in pieces stay together in a minute, and share its load", () => {
  const loads = [testLoad("db", [{ name: "common" }])];
  const minute = request({ budget: minutes(1), loads, groupSize: 6, inPieces: true });
  const plan = createPlan(minute);
  deepEqual([plan.rounds, plan.groupSize], [fewestRounds, 6]);
  const { turns, closed, piece = 0 } = plan.durations;
  ok(piece > 0 && turns * closed >= 2 * piece, `${turns} × ${closed}`);
  ok(plan.estimate <= minutes(1) && plan.estimate > 0.85 * minutes(1), `${plan.estimate}`);
  // With a second of the usual warm-up in each start there is no more room in 20 seconds.
  equal(createPlan({ ...minute, budget: milliseconds(20_000) }).rounds, 1);
});

test("what alternates has few long turns, two of them to learn the noise by", () => {
  const noise = { within: 0.07 ** 2, between: 0.03 ** 2, alone: 0.08 ** 2 };
  for (const budget of [minutes(3), minutes(10), minutes(30)]) {
    const { durations, estimate } = createPlan(
      request({ budget, noise, groupSize: 6, inPieces: true }),
    );
    ok(durations.turns >= 2 && durations.closed <= 1000, JSON.stringify(durations));
    ok(estimate <= budget && estimate > 0.85 * budget, `${estimate} of ${budget}`);
  }
  // One after the other they have no pieces.
  equal(createPlan(request({ noise, inPieces: true })).durations.piece, undefined);
});

test("servers that take turns have starts of their own under loads that wait, which the plan counts", () => {
  const estimateOf = (names: readonly string[], groupSize: number) =>
    createPlan(
      request({
        loads: names.map((name) => testLoad(name)),
        rounds: 4,
        window: milliseconds(1000),
        groupSize,
        inPieces: true,
      }),
    ).estimate;
  const fixed = estimateOf([], 6);
  const inTurns = estimateOf(["db"], 6) - fixed;
  const alone = estimateOf(["wait:20ms"], 1) - fixed;
  ok(Math.abs(estimateOf(["db", "wait:20ms"], 6) - fixed - inTurns - alone) < 0.01 * alone);
});

test("a window that is asked for is split into turns, in pieces too", () => {
  const { durations } = createPlan(
    request({ window: milliseconds(3000), groupSize: 6, inPieces: true }),
  );
  deepEqual([durations.turns, durations.closed], [3, 1000]);
});

test("noise within starts gives them more turns, noise between them more rounds", () => {
  const plan = (within: number, between: number) =>
    createPlan(request({ noise: { within, between, alone: 0 }, groupSize: 6 }));
  const [unsteady, unequal] = [plan(0.1 ** 2, 0.01 ** 2), plan(0.03 ** 2, 0.1 ** 2)];
  ok(unsteady.durations.turns > unequal.durations.turns);
  ok(unsteady.rounds < unequal.rounds);
});

test("rounds and windows that are asked for are planned", () => {
  equal(createPlan(request({ rounds: 5 })).rounds, 5);
  const { durations } = createPlan(request({ window: milliseconds(1700) }));
  equal(durations.closed, 1700);
  const inTurns = createPlan(request({ window: milliseconds(3000), groupSize: 6 })).durations;
  deepEqual([inTurns.turns, inTurns.closed], [3, 1000]);
});

test("a budget too small for anything still has a round, and promises nothing", () => {
  const plan = createPlan(request({ budget: milliseconds(1000) }));
  deepEqual([plan.rounds, plan.promisedRatio], [1, Number.POSITIVE_INFINITY]);
});

test("a precision to reach bounds the experiment by time alone", () => {
  const plan = createPlan(request({ precision: 1.01 }));
  ok(plan.rounds > 100);
  equal(plan.precision, 1.01);
});

test("series fit when three of their shortest warm rounds do, or as many as are asked for", () => {
  const six = { series: seriesOf(6), loads: [testLoad("db")] };
  const time = { budget: minutes(1.25) };
  equal(fits(six, time), true);
  equal(fits(six, { budget: minutes(1) }), false);
  equal(fits(six, { budget: minutes(1), rounds: 2 }), true);
  equal(fits({ ...six, series: seriesOf(12) }, time), false);
  equal(fits({ ...six, loads: [testLoad("db"), testLoad("json")] }, time), false);
  equal(fits({ ...six, loads: [testLoad("db", [{ name: "common" }])] }, time), false);
});

test("a series of several workers takes longer to start", () => {
  const one = createPlan(request({ rounds: 3, window: milliseconds(1000) }));
  const four = createPlan(
    request({ rounds: 3, window: milliseconds(1000), series: seriesOf(6, 4) }),
  );
  ok(four.estimate > one.estimate);
});

test("a load that few series are measured under takes the time of those", () => {
  const loads = [testLoad("db"), testLoad("json")];
  const keys = ["koa/single, copy 0"];
  const few = loads.map((load, place) => (place === 0 ? load : { ...load, series: keys }));
  const roundsWith = (own: typeof loads) =>
    createPlan(request({ loads: own, window: milliseconds(4000) })).rounds;
  const [one, all] = [roundsWith(few), roundsWith(loads)];
  ok(one > 1.4 * all, `${one} and ${all} rounds`);
});
