import { deepEqual, equal, match, ok } from "node:assert/strict";
import { test } from "node:test";
import { milliseconds } from "@rowbench/shared/contract";
import type { Durations } from "../results/records/records.ts";
import {
  failuresOf,
  killServers,
  measure,
  needsProc,
  runningServers,
  slicesOf,
  wrongOf,
} from "./fixtures/measure.ts";
import { testLoad, testPlan } from "./fixtures/test-plan.ts";
import type { Testbed } from "./testbed/testbed.ts";

test("series of a group are up at once, and take turns after one warm-up", async () => {
  const durations = { ...testPlan().durations, turns: 3 };
  const { saved } = await measure({ plan: testPlan({ groupSize: 2, durations }) });
  const slices = slicesOf(saved).filter(({ attempt }) => attempt === 1);
  deepEqual(
    slices.map(({ turn }) => turn),
    [1, 1, 2, 2, 3, 3],
  );
  for (const turn of [1, 2, 3]) {
    const own = slices.filter((slice) => slice.turn === turn);
    equal(new Set(own.map(({ series }) => series)).size, 2);
  }
  deepEqual(new Set(slices.map(({ group }) => group)), new Set([1]));
  for (const slice of slices) deepEqual(wrongOf(slice), []);
});

/** Two turns of three pieces each. */
const inPieces: Durations = { ...testPlan().durations, turns: 2, piece: milliseconds(50) };

test("series of a group alternate in pieces, and what PostgreSQL counts stays each one's own", async () => {
  const { saved, events } = await measure({
    plan: testPlan({ groupSize: 2, durations: inPieces }),
  });
  const slices = slicesOf(saved);
  for (const slice of slices) {
    const { result, statements, serverCpuUs } = slice;
    deepEqual(wrongOf(slice), []);
    deepEqual("calls" in statements && statements.calls, result.correct);
    deepEqual([result.kind === "closed" && result.pieces, result.elapsedUs], [3, 150_000]);
    ok(serverCpuUs > 0 && serverCpuUs < 4 * result.elapsedUs);
  }
  deepEqual(
    slices.filter(({ attempt }) => attempt === 1).map(({ turn }) => turn),
    [1, 1, 2, 2],
  );
  // Both have begun before one has ended.
  const kinds = events
    .map(({ kind }) => kind)
    .filter((kind) => kind === "loop" || kind === "slice");
  deepEqual(kinds.slice(0, 4), ["loop", "loop", "slice", "slice"]);
});

test("under loads that wait the servers of a group are measured apart, in windows", async () => {
  const loads = [testLoad("wait:5ms"), testLoad("db")];
  const { saved } = await measure({
    plan: testPlan({ loads, groupSize: 2, durations: inPieces }),
  });
  const slices = slicesOf(saved).filter(({ attempt }) => attempt === 1);
  for (const slice of slices) deepEqual(wrongOf(slice), []);
  deepEqual(
    slices
      .map(({ group, position, load, turn, result }) =>
        [group, position, load, turn, result.kind === "closed" && result.pieces].join(" "),
      )
      .toSorted(),
    [
      ...["1 1 db 1 3", "1 1 db 2 3", "1 2 db 1 3", "1 2 db 2 3"],
      ...["2 3 wait:5ms 1 ", "2 3 wait:5ms 2 ", "2 4 wait:5ms 1 ", "2 4 wait:5ms 2 "],
    ],
  );
});

test("a table that cannot be changed ends the starts that wait for it, and not the experiment", async () => {
  let changes = 0;
  const change = (testbed: Testbed) => async () => {
    changes += 1;
    if (changes === 1) throw new Error("the table is locked");
    return testbed.values.change();
  };
  const { saved } = await measure(
    { plan: testPlan({ groupSize: 2, durations: inPieces, rounds: 2 }) },
    undefined,
    (testbed) => ({ ...testbed, values: { ...testbed.values, change: change(testbed) } }),
  );
  deepEqual(
    failuresOf(saved).map(({ round, reason }) => [round, reason]),
    [
      [1, "the table is locked"],
      [1, "the table is locked"],
    ],
  );
  equal(slicesOf(saved).filter(({ attempt }) => attempt === 1).length, 4);
});

test(
  "a server that dies between two pieces is recorded, and the others of its group go on",
  needsProc,
  async () => {
    let loops = 0;
    const { saved } = await measure({
      plan: testPlan({ groupSize: 2, durations: inPieces }),
      report: (event) => {
        if (event.kind !== "loop") return;
        loops += 1;
        // When the second begins, the first rests.
        if (loops === 2)
          killServers(event.loop.series.startsWith("fastify") ? "node-http" : "fastify");
      },
    });
    const failures = failuresOf(saved);
    equal(failures.length, 1, JSON.stringify(failures));
    match(failures[0]?.reason ?? "", /the server ended, signal SIGKILL/);
    const turns = slicesOf(saved).map(({ series, turn }) => ({ series, turn }));
    ok(turns.every(({ series }) => series !== failures[0]?.series));
    equal(new Set(turns.map(({ turn }) => turn)).size, 2);
  },
);

test("a group that is stopped while it alternates leaves no server behind", needsProc, async () => {
  const controller = new AbortController();
  let loops = 0;
  const { saved } = await measure({
    plan: testPlan({ groupSize: 2, durations: inPieces }),
    signal: controller.signal,
    report: ({ kind }) => {
      if (kind !== "loop") return;
      loops += 1;
      if (loops === 2) setTimeout(() => controller.abort(new Error("stopped")), 100);
    },
  });
  deepEqual(failuresOf(saved), []);
  deepEqual(runningServers(), []);
});

test(
  "a server that dies ends its own turns, and the others of its group go on",
  needsProc,
  async () => {
    const durations = { ...testPlan().durations, turns: 3 };
    let killed = "";
    const { saved } = await measure({
      plan: testPlan({ groupSize: 2, durations }),
      report: (event) => {
        if (event.kind !== "slice" || killed !== "") return;
        killed = event.record.series;
        killServers(killed.split("/")[0]);
      },
    });
    deepEqual(
      failuresOf(saved).map(({ series }) => series),
      [killed],
    );
    const turnsOf = (isKilled: boolean) =>
      slicesOf(saved).filter(({ series }) => (series === killed) === isKilled);
    equal(new Set(turnsOf(false).map(({ turn }) => turn)).size, 3);
    ok(turnsOf(true).every(({ turn }) => turn === 1));
  },
);

test("a stopped group leaves no server behind", needsProc, async () => {
  const controller = new AbortController();
  const durations = { ...testPlan().durations, turns: 20 };
  const { saved } = await measure({
    plan: testPlan({ groupSize: 2, durations }),
    signal: controller.signal,
    report: ({ kind }) => {
      if (kind === "slice") controller.abort(new Error("stopped"));
    },
  });
  equal(slicesOf(saved).length, 1);
  deepEqual(runningServers(), []);
});

test("a slice of a disturbed machine is repeated twice, and then refused", async () => {
  const slow = (testbed: Testbed): Testbed => ({
    ...testbed,
    watch: async (watched) => {
      const watch = await testbed.watch(watched);
      return { ...watch, usage: async (window) => ({ ...(await watch.usage(window)), canary: 2 }) };
    },
  });
  const one = [{ server: "node-http", model: "single", workers: 1 }];
  const { saved } = await measure({ plan: testPlan({ series: one }) }, undefined, slow);
  deepEqual(
    slicesOf(saved).map(({ attempt, refusals }) => [attempt, refusals[0]?.gate]),
    [1, 2, 3].map((attempt) => [attempt, "canary"]),
  );
});
