import { deepEqual, equal, ok } from "node:assert/strict";
import { test } from "node:test";
import { microseconds, requestsPerSecond } from "@rowbench/shared/contract";
import { experimentHeader } from "../bench/results/fixtures/experiment-header.ts";
import { closedResult, closedSlice, hostUse } from "../bench/results/fixtures/slices.ts";
import { expectedOn, needOf, requestCosts } from "./scale-costs.ts";

const header = experimentHeader();
const { machine } = header;
const hosts = ["database", "server", "generator 1"].map((role) => ({
  role,
  name: role,
  machine: { ...machine, cores: 4 },
}));
const result = closedResult({
  elapsedUs: microseconds(1e6),
  answers: 10_000,
  throughput: requestsPerSecond(10_000),
  generatorCpuUs: microseconds(200_000),
});

test("costs a request are those of each role's own host, and of slices that count", () => {
  const cpu = closedSlice({}).cpu;
  ok(cpu !== undefined);
  const link = { name: "eth0", bytesPerSecond: 5e6, packetsPerSecond: 20_000 };
  const slice = closedSlice({
    result,
    serverCpuUs: microseconds(400_000),
    workerCpuUs: [microseconds(360_000), microseconds(40_000)],
    hosts: [
      hostUse({ role: "server", link }),
      hostUse({ role: "database", cpu: { ...cpu, shares: { ...cpu.shares, postgres: 0.05 } } }),
    ],
  });
  const refused = {
    ...slice,
    refusals: [{ gate: "steal", kind: "disturbed", reason: "" }],
  } as const;
  const [costs, ...more] = requestCosts({ ...header, hosts }, [slice, refused]);
  deepEqual(more, []);
  deepEqual(
    [costs?.serverUs, costs?.threadUs, costs?.storeUs, costs?.generatorUs],
    [40, 36, 20, 20],
  );
  deepEqual([costs?.bytes, costs?.packets], [500, 2]);
  deepEqual(requestCosts(header, [slice]), []);
});

test("what runs out first is what needs most of a host", () => {
  const costs = {
    series: "a",
    load: "db",
    throughput: 1,
    serverUs: 40,
    storeUs: 20,
    generatorUs: 10,
    threadUs: 36,
    bytes: 500,
    packets: 2,
  };
  const kind = { cores: 16, linkSpeed: 10e9, use: 0.5 };
  const need = needOf(costs, 1e6, kind);
  deepEqual([need.serverCores, need.storeCores, need.generatorCores], [80, 40, 20]);
  deepEqual(need.hosts, { server: 5, store: 3, generator: 2 });
  equal(need.linkBits, 8 * 548 * 1e6);
  equal(need.firstLimit, "the server");
  equal(Math.round(expectedOn(2, costs)), 27_778);
  equal(Math.round(expectedOn(1, costs)), 14_286);
  equal(
    needOf({ ...costs, serverUs: 1, storeUs: 0, generatorUs: 1 }, 1e6, kind).firstLimit,
    "the network",
  );
});
