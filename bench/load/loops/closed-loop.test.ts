import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { summarizeHistogram } from "../../statistics/histogram.ts";
import { Ledger } from "../counts/ledger.ts";
import { Window } from "../counts/window.ts";
import { closed, kindOf, specFor } from "../fixtures/row-slice.ts";
import { Connection, type ConnectionOwner } from "../http/connection.ts";
import { createTarget } from "../http/target.ts";
import type { LoopSpec } from "../terms/load-spec.ts";
import type { Mark } from "../terms/run-options.ts";
import { ClosedLoop } from "./closed-loop.ts";

interface Scene {
  readonly connections: number;
  readonly delayUs: number;
  readonly durationMs: number;
  readonly loop: LoopSpec;
  readonly pipeline?: number;
  readonly pieces?: number;
}

/** How long the loop rests before it goes on. */
const restUs = 40_000;
const noOwner = {} as ConnectionOwner;
const server = { origin: "http://127.0.0.1:1", requests: 0, connections: 0, stop: async () => {} };

/**
 * Runs a closed loop in a time of its own, which begins at 0, against a server that answers each
 * batch after a constant delay, one answer after the other at even distances.
 */
function play(scene: Scene) {
  const { connections: count, delayUs, durationMs, loop: spec, pipeline = 1, pieces = 1 } = scene;
  assert.ok(spec.kind === "closed");
  const kinds = [kindOf("db")];
  const target = createTarget(specFor(server, { kinds, pipeline }));
  const connections = Array.from({ length: count }, () => new Connection(target, noOwner));
  const marks: (readonly [Mark, number])[] = [];
  const sentUs: number[] = [];
  let nowUs = -1;
  const window = new Window(durationMs * 1000, pieces, (mark) => marks.push([mark, nowUs]));
  const ledger = new Ledger(kinds, window);
  const send = (connection: Connection, atUs: number) => {
    sentUs.push(atUs);
    ledger.noteSent(pipeline);
    connection.send(atUs, 0);
  };
  const loop = new ClosedLoop(ledger, window, send, { warmUp: spec.warmUp, timeLimitUs: 60e6 });
  const dueUs = (one: Connection) =>
    one.state === "waiting"
      ? one.sentUs + (delayUs * (pipeline + 1 - one.unanswered)) / pipeline
      : Number.POSITIVE_INFINITY;
  for (const connection of connections) {
    connection.state = "free";
    loop.ready(connection, nowUs);
  }
  nowUs = 0;
  loop.begin(0);
  const isStill = () => loop.isAtRest() && ledger.inFlight === 0;
  while (!isStill() || loop.hasMore) {
    if (isStill()) {
      nowUs += restUs;
      loop.goOn(nowUs);
    }
    const next = connections.reduce((first, one) => (dueUs(one) < dueUs(first) ? one : first));
    nowUs = Math.min(loop.nextEdgeUs, dueUs(next));
    if (nowUs >= loop.nextEdgeUs) loop.advance(nowUs);
    if (nowUs !== dueUs(next)) continue;
    next.unanswered--;
    if (next.unanswered === 0) next.state = "free";
    ledger.noteAnswer(undefined, nowUs);
    loop.recordAnswer(next, true, nowUs);
    if (next.unanswered === 0) loop.ready(next, nowUs);
  }
  return { loop, ledger, marks, sentUs };
}

function resultOf({ loop, ledger }: ReturnType<typeof play>) {
  const use = { cpuUs: 0, busy: 0, rssBytes: 0 } as unknown as Parameters<Ledger["figures"]>[0];
  const target = createTarget(specFor(server));
  return loop.result(ledger.figures(use, 0, target.rows));
}

const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);

test("4 connections at 50 ms give 80 answers a second in 620 ms, where counting ends gives 77", () => {
  const scene = { connections: 4, delayUs: 50_000, durationMs: 620, loop: closed(0, 0) };
  const result = resultOf(play(scene));
  assert.ok(Math.abs(result.throughput - 80) < 1e-9, `\`${result.throughput}\``);
  assert.equal(sum(result.answersPerBin), 48);
  assert.equal(result.inFlightUs, 4 * 620_000);
});

test("any delay, window and warm-up give connections / delay exactly", () => {
  const scenes = fc.record({
    connections: fc.integer({ min: 1, max: 20 }),
    delayUs: fc.integer({ min: 5000, max: 400_000 }),
    durationMs: fc.integer({ min: 1, max: 900 }),
    loop: fc.constantFrom(closed(0, 0), closed(500, 500), closed(600, 1300)),
    pipeline: fc.constantFrom(1, 4),
    pieces: fc.integer({ min: 1, max: 5 }),
  });
  fc.assert(
    fc.property(scenes, (scene) => {
      const result = resultOf(play(scene));
      const { connections, delayUs, pipeline, durationMs } = scene;
      const expected = (connections * pipeline * 1e6) / delayUs;
      assert.ok(Math.abs(result.throughput / expected - 1) < 1e-6, `\`${result.throughput}\``);
      assert.equal(result.inFlightUs, connections * durationMs * 1000);
      assert.equal(result.issued, result.correct);
      // Times of a batch overlap.
      if (pipeline > 1) return;
      const { count, meanUs } = summarizeHistogram(result.serviceUs);
      const insideUs = count * meanUs - (result.outsideUs ?? 0);
      assert.ok(
        Math.abs(insideUs - result.inFlightUs) <= 0.001 * count * meanUs,
        `\`${insideUs}\``,
      );
    }),
    { numRuns: 50 },
  );
});

test("the connections begin one after the other within a tenth of a second", () => {
  const loop = closed(500, 500);
  const { sentUs } = play({ connections: 4, delayUs: 300_000, durationMs: 100, loop });
  assert.deepEqual(sentUs.slice(0, 4), [0, 25_000, 50_000, 75_000]);
});

test("without a warm-up all begin at once, with the window", () => {
  const scene = { connections: 3, delayUs: 7000, durationMs: 100, loop: closed(0, 0) };
  const { marks, sentUs, ...played } = play(scene);
  assert.deepEqual(sentUs.slice(0, 3), [0, 0, 0]);
  assert.deepEqual(marks, [
    ["begin", 0],
    ["end", 100_000],
  ]);
  const { warmUp } = resultOf({ marks, sentUs, ...played });
  assert.deepEqual(warmUp, { elapsedUs: 0, isSteady: true, answersPerBin: [] });
});

test("the window begins at the end of the first bin that is steady", () => {
  // 10 connections at 10 ms: 100 answers in each tenth of a second. Ten bins are the fewest that
  // can be judged; the ramp's holds fewer, which is within the scatter that it adds itself.
  const loop = closed(500, 5000);
  const played = play({ connections: 10, delayUs: 10_000, durationMs: 300, loop });
  const { warmUp, answersPerBin } = resultOf(played);
  assert.deepEqual(warmUp.answersPerBin.slice(1), Array(warmUp.answersPerBin.length - 1).fill(100));
  assert.equal(warmUp.isSteady, true);
  assert.equal(warmUp.elapsedUs, 1_000_000);
  assert.deepEqual(played.marks, [
    ["begin", 1_000_000],
    ["end", 1_300_000],
  ]);
  assert.deepEqual(answersPerBin, [100, 100, 100]);
});

test("a warm-up that is too short to judge ends unsteady", () => {
  const loop = closed(200, 300);
  const { warmUp } = resultOf(play({ connections: 10, delayUs: 5000, durationMs: 100, loop }));
  assert.equal(warmUp.isSteady, false);
  assert.equal(warmUp.elapsedUs, 300_000);
});

test("the load goes on until those in flight at the window's end have their answers", () => {
  const scene = { connections: 2, delayUs: 30_000, durationMs: 100, loop: closed(0, 0) };
  // In flight at 100 ms: sent at 90 ms, answered at 120 ms. The first of the two sends once more.
  assert.deepEqual(
    play(scene).sentUs,
    [0, 0, 30, 30, 60, 60, 90, 90, 120].map((ms) => ms * 1000),
  );
});

test("a batch counts with the share of its whole time", () => {
  const loop = closed(0, 0);
  const played = play({ connections: 1, delayUs: 40_000, durationMs: 50, loop, pipeline: 4 });
  const result = resultOf(played);
  // One batch within the window, and a quarter of the next.
  assert.equal(result.answers, 5);
  assert.equal(result.inFlightUs, 50_000);
  assert.equal(sum(result.answersPerBin), 4);
});

test("in pieces the loop rests between them with nothing in flight, and counts what lies in them", () => {
  const scene = { connections: 10, delayUs: 10_000, durationMs: 300, loop: closed(500, 5000) };
  const played = play({ ...scene, pieces: 3 });
  assert.deepEqual(
    played.marks.map(([mark]) => mark),
    ["begin", "end", "begin", "end", "begin", "end"],
  );
  const times = played.marks.map(([, atUs]) => atUs);
  for (const place of [0, 2, 4]) {
    // Announced after 40 of the 80 ms that it settles for, and told of at its end.
    assert.equal((times[place + 1] ?? 0) - (times[place] ?? 0), 140_000);
    const gapUs = (times[place] ?? 0) - (times[place - 1] ?? 1_000_000);
    assert.ok(gapUs >= 10_000 + restUs + 40_000 && gapUs < 60_000 + restUs, `\`${gapUs}\``);
  }
  const { elapsedUs, answersPerBin } = resultOf(played);
  assert.equal(elapsedUs, 300_000);
  assert.deepEqual(answersPerBin, [100, 100, 100]);
});

test("a server that does not answer is not waited for before a piece", () => {
  const scene = { connections: 2, delayUs: 900_000, durationMs: 200, loop: closed(0, 0) };
  const { marks } = play({ ...scene, pieces: 2 });
  assert.deepEqual(
    marks.slice(0, 2).map(([mark, atUs]) => [mark, atUs - restUs]),
    [
      ["begin", 40_000],
      ["end", 400_000],
    ],
  );
});
