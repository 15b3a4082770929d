import { equal, match } from "node:assert/strict";
import { test } from "node:test";
import { requestsPerSecond } from "@rowbench/shared/contract";
import { closedSlice, histogramOf, hostUse } from "../../results/fixtures/slices.ts";
import type { CpuUse, HostUse } from "../../results/records/records.ts";
import type { Series } from "../../results/records/series.ts";
import { mergeHistograms } from "../../statistics/histogram.ts";
import { closedMeasurement, openMeasurement } from "./fixtures/measurement.ts";
import { generator, lag, littlesLaw } from "./instrument.ts";

test("each connection of a closed loop always has a request in flight, within 3 %", () => {
  equal(littlesLaw.check(closedMeasurement({ result: { inFlightUs: 62_100_000 } })), undefined);
  equal(
    littlesLaw.check(closedMeasurement({ result: { inFlightUs: 60_000_000 } })),
    "its 64 connections had 60.0 requests in flight",
  );
});

test("throughput × latency must give the number of connections", () => {
  const serviceUs = histogramOf(8000, 10_000);
  equal(
    littlesLaw.check(closedMeasurement({ result: { serviceUs } })),
    "throughput × mean latency gives 80.0 busy connections of 64",
  );
});

test("what lies outside of the window is known, and no matter", () => {
  // Two of the answers took the whole window, and began before it.
  const { result } = closedMeasurement().record;
  const slow = mergeHistograms([histogramOf(6400, 9998), histogramOf(1_000_000, 2)]);
  const judge = (outsideUs: number) =>
    littlesLaw.check(
      closedMeasurement({
        result: { serviceUs: slow, outsideUs, inFlightUs: 64 * result.elapsedUs },
      }),
    );
  equal(judge(2_000_000), undefined);
  match(judge(0) ?? "", /gives 66\.0 busy connections of 64/);
});

test("connections that open anew and batches are not always in flight", () => {
  const result = { inFlightUs: 30_000_000 };
  equal(littlesLaw.check(closedMeasurement({ result, load: { connection: "close" } })), undefined);
  equal(littlesLaw.check(closedMeasurement({ result, load: { pipeline: 4 } })), undefined);
  equal(littlesLaw.check(openMeasurement()), undefined);
});

test("an open loop whose generator was late by more than 10 ms measured the machine", () => {
  const late = (generatorUs: number) => {
    const lagUs = { waiting: histogramOf(0, 100), generator: histogramOf(generatorUs, 100) };
    return lag.check(openMeasurement({ result: { lagUs } }));
  };
  equal(late(9_900), undefined);
  equal(late(29_000), "the generator itself was late by 29.0 ms at P99");
});

test("a generator that is never idle while processors are is the limit", () => {
  const cpu = closedSlice().cpu as CpuUse;
  const busy = (idle: number) =>
    generator.check(
      closedMeasurement({
        result: { generatorBusy: 0.99 },
        record: { cpu: { ...cpu, shares: { ...cpu.shares, idle } } },
      }),
    );
  equal(busy(0.1), undefined);
  equal(
    busy(0.4),
    "limited by the generator, which was never idle while the processors were 40.0 % idle",
  );
});

test("of several machines the one with the busiest generator is named, by its own processors", () => {
  const cpu = closedSlice().cpu as CpuUse;
  const host = (name: string, role: string, share: number, idle: number) =>
    hostUse({ name, role, cpu: { ...cpu, shares: { ...cpu.shares, generator: share, idle } } });
  const busy = (...hosts: readonly HostUse[]) =>
    generator.check(closedMeasurement({ result: { generatorBusy: 0.99 }, record: { hosts } }));
  const server = host("big", "server", 0.9, 0.9);
  const first = host("one", "generator 1", 0.2, 0.8);
  equal(
    busy(server, first, host("two", "generator 2", 0.5, 0.5)),
    "limited by the generator on `two` (generator 2), which was never idle while the processors were 50.0 % idle",
  );
  equal(busy(server, first, host("two", "generator 2", 0.9, 0.1)), undefined);
  equal(
    busy(server, first, host("same machine", "generator 2", 0.2, 0.8)),
    "limited by the generator, which was never idle while the processors were 80.0 % idle",
  );
});

const beyond = "the load generator reaches only 1.6 times this against a server that does nothing";

function judgeHeadroom(
  headroom: number,
  generatorBusy: number,
  {
    series = {},
    server = 0.5,
  }: { readonly series?: Partial<Series>; readonly server?: number } = {},
) {
  const result = { throughput: requestsPerSecond(50_000), generatorBusy };
  const cpu = closedSlice().cpu as CpuUse;
  const record = { cpu: { ...cpu, busiest: { ...cpu.busiest, server } } };
  return generator.check(closedMeasurement({ result, record, series, headroom }));
}

test("a busy generator must reach twice as much against a server that does nothing", () => {
  equal(judgeHeadroom(100_000, 0.7), undefined);
  equal(judgeHeadroom(80_000, 0.7), beyond);
});

test("a generator that rests for half of the time is no limit, as with a single client", () => {
  equal(judgeHeadroom(80_000, 0.4), undefined);
});

test("a server whose one event loop never rests is the limit, however near the generator is", () => {
  equal(judgeHeadroom(80_000, 0.8, { server: 0.99 }), undefined);
  equal(judgeHeadroom(80_000, 0.8, { server: 0.9 }), beyond);
  const several = { model: "reuseport", workers: 2 };
  equal(judgeHeadroom(80_000, 0.8, { server: 0.99, series: several }), beyond);
});

test("the headroom of single requests says nothing of batches and of offered rates", () => {
  equal(generator.check(closedMeasurement({ load: { pipeline: 8 }, headroom: 10_000 })), undefined);
  equal(generator.check(openMeasurement({ headroom: 10_000 })), undefined);
});
