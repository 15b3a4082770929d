import { formatCount } from "../bench/report/text/format.ts";
import { expectedOn, type HostKind, type Need, needOf, type RequestCosts } from "./scale-costs.ts";

const rates = [1e5, 1e6, 1e7];

/** What a request costs, a row for each server. */
export function formatCosts(costs: readonly RequestCosts[]): string {
  return table(
    ["asked", "server", "server µs", "PostgreSQL µs", "generator µs", "bytes", "packets"],
    costs.map((one) => [
      `/${one.load}`,
      one.series,
      one.serverUs.toFixed(1),
      one.storeUs.toFixed(1),
      one.generatorUs.toFixed(1),
      one.bytes.toFixed(0),
      one.packets.toFixed(1),
    ]),
  );
}

/** What rates take, a row for each rate and server. */
export function formatNeeds(costs: readonly RequestCosts[], kind: HostKind): string {
  return table(
    [
      "asked",
      "server",
      "requests/s",
      "cores: server",
      "PostgreSQL",
      "generators",
      "network",
      "packets/s",
      "hosts",
      "first limit",
    ],
    costs.filter(isOnUsualRuntime).flatMap((one) =>
      rates.map((rate) => {
        const need = needOf(one, rate, kind);
        return [
          `/${one.load}`,
          one.series,
          formatCount(rate),
          formatCores(need.serverCores),
          formatCores(need.storeCores),
          formatCores(need.generatorCores),
          `${(need.linkBits / 1e9).toPrecision(2)} Gbit/s`,
          `${(need.packets / 1e6).toPrecision(2)} M`,
          formatHosts(need),
          need.firstLimit,
        ];
      }),
    ),
  );
}

/** The bridge to another runtime is for comparing alone; who has only that one is not. */
function isOnUsualRuntime(
  one: RequestCosts,
  _index: number,
  all: readonly RequestCosts[],
): boolean {
  const [name] = one.series.split(", on ");
  return name === one.series || !all.some(({ series }) => series === name);
}

/** Throughput with several generators: measured, and what the costs of the first run let expect. */
export function formatCheck(
  runs: readonly (readonly RequestCosts[])[],
  generators: readonly number[],
  cores: number,
): string {
  const [first = []] = runs;
  return table(
    [
      "asked",
      "server",
      ...generators.map((number) => `${number} generator${number === 1 ? "" : "s"}`),
      "expected",
    ],
    first.map((one) => [
      `/${one.load}`,
      one.series,
      ...runs.map((run) => {
        const same = run.find(({ load, series }) => load === one.load && series === one.series);
        return same === undefined ? "" : `${formatCount(Math.round(same.throughput))}/s`;
      }),
      `${formatCount(Math.round(expectedOn(cores, one)))}/s`,
    ]),
  );
}

function formatHosts({ hosts: { server, store, generator } }: Need): string {
  return [server, store, generator].join(" + ");
}

function formatCores(cores: number): string {
  if (cores < 0.05) return "0";
  return cores < 10 ? cores.toFixed(1) : formatCount(Math.round(cores));
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [
    line(head),
    line(head.map((_, index) => (index < 2 ? ":--" : "--:"))),
    ...rows.map(line),
  ].join("\n");
}
