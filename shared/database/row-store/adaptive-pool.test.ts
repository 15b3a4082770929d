import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { RowCall } from "../calls/row-call.ts";
import { type Load, simulate } from "./test-simulation.ts";

const rate = ({ latencies }: Load, from: number, to: number): number =>
  latencies.filter(({ at }) => at >= from && at < to).length / (to - from);
const slowest = ({ latencies }: Load, from: number): number =>
  Math.max(...latencies.filter(({ at, ms }) => at - ms >= from).map(({ ms }) => ms));

describe("an adaptive pool", () => {
  test("fills one connection deep while queries are quick", async () => {
    const simulation = simulate(64);
    const load = simulation.load("row", 64);
    await simulation.runTo(20);
    const opened = simulation.attempts;
    await simulation.runTo(100);
    load.stop();
    assert.ok(opened <= 5, `${opened} connections at the start`);
    assert.equal(simulation.attempts, opened);
    // One connection answers 50 a millisecond; the sampling takes a part of one.
    assert.ok(rate(load, 50, 100) > 45);
  });

  test("uses its budget for queries that wait, and never more", async () => {
    const simulation = simulate(16);
    simulation.rowAfterMs = 20;
    const load = simulation.load("rowAfter", 64);
    await simulation.runTo(500);
    load.stop();
    assert.equal(simulation.mostOpen, 16);
    assert.ok(rate(load, 200, 500) > 0.98 * (16 / 20));
  });

  test("opens no more connections than there are queries that wait", async () => {
    const simulation = simulate(64);
    simulation.rowAfterMs = 20;
    const load = simulation.load("rowAfter", 5);
    await simulation.runTo(500);
    load.stop();
    assert.ok(simulation.mostOpen <= 5 + 4);
    assert.ok(slowest(load, 200) < 20.5);
  });

  test("spreads within 200 ms when queries begin to wait, and falls back when they end to", async () => {
    const simulation = simulate(64);
    const load = simulation.load("rowAfter", 16);
    await simulation.runTo(1000);
    simulation.rowAfterMs = 20;
    await simulation.runTo(2000);
    simulation.rowAfterMs = 0.02;
    await simulation.runTo(2500);
    load.stop();
    // What was already sent, 16 queries, answers one after the other: 320 ms.
    assert.ok(rate(load, 1400, 2000) > 0.95 * (16 / 20), `${rate(load, 1400, 2000)}`);
    assert.ok(rate(load, 2200, 2500) > 45);
  });

  test("keeps quick queries clear of those that wait", async () => {
    const simulation = simulate(64);
    simulation.rowAfterMs = 20;
    const quick = simulation.load("row", 10);
    const waiting = simulation.load("rowAfter", 10);
    await simulation.runTo(1000);
    quick.stop();
    waiting.stop();
    assert.ok(slowest(quick, 100) < 1, `${slowest(quick, 100)}`);
    assert.ok(slowest(waiting, 100) < 21);
  });

  test("goes round a connection whose quick query got stuck", async () => {
    const simulation = simulate(8);
    const load = simulation.load("row", 4);
    await simulation.runTo(200);
    load.stop();
    simulation.rowMs = 2000;
    simulation.pool.send(new RowCall(1));
    simulation.rowMs = 0.02;
    await simulation.runTo(225);
    const afterwards = simulation.load("row", 4);
    await simulation.runTo(400);
    afterwards.stop();
    assert.ok(rate(afterwards, 240, 400) > 20);
  });

  test("counts the wait for a connection against the time limit of the query", async () => {
    const simulation = simulate(1);
    simulation.rowAfterMs = 20;
    const load = simulation.load("rowAfter", 3);
    await simulation.runTo(1000);
    load.stop();
    assert.ok(simulation.longestTold > 35 && simulation.longestTold < 45);
  });

  test("takes a busy event loop for no wait", async () => {
    const simulation = simulate(64);
    const load = simulation.load("row", 8);
    await simulation.runTo(100);
    const opened = simulation.attempts;
    for (let time = 100; time < 1000; time += 20) {
      simulation.isLoopBusy = true;
      await simulation.runTo(time + 10);
      simulation.isLoopBusy = false;
      await simulation.runTo(time + 20);
    }
    load.stop();
    assert.ok(simulation.attempts <= opened + 1);
  });

  test("opens two connections at once by a guess, sixteen when a sample has shown a wait", async () => {
    const simulation = simulate(64);
    const load = simulation.load("row", 4);
    await simulation.runTo(200);
    load.stop();
    await simulation.runTo(300);
    simulation.rowMs = 60;
    simulation.pool.send(new RowCall(1));
    await simulation.runTo(325);
    const opened = simulation.attempts;
    for (let call = 0; call < 60; call += 1) simulation.pool.send(new RowCall(1));
    assert.equal(simulation.attempts - opened, 2);
    await simulation.runTo(400);
    assert.ok(simulation.attempts - opened > 30, `${simulation.attempts - opened}`);
  });

  test("goes on with the connections that it gets, and asks for more four times a second", async () => {
    const simulation = simulate(64);
    simulation.maximumOpen = 3;
    simulation.rowAfterMs = 20;
    const load = simulation.load("rowAfter", 32);
    await simulation.runTo(1000);
    const { attempts } = simulation;
    await simulation.runTo(3000);
    load.stop();
    assert.equal(load.failures, 0);
    assert.ok(rate(load, 1000, 3000) > 0.98 * (3 / 20));
    assert.ok(simulation.attempts - attempts <= 4 * 2);
  });
});
