import type {
  ExperimentHeader,
  ExperimentRecord,
  SliceRecord,
} from "../bench/results/records/records.ts";
import { mean } from "../bench/statistics/mean.ts";

/** What a request of a server takes, on each of the hosts. Processor time in µs. */
export interface RequestCosts {
  readonly series: string;
  readonly load: string;
  readonly throughput: number;
  readonly serverUs: number;
  /** Of that, the thread that works most: one thread can answer no more than 1 s / this. */
  readonly threadUs: number;
  readonly storeUs: number;
  readonly generatorUs: number;
  /** On the server's link, in its busier direction, headers of every layer included. */
  readonly bytes: number;
  readonly packets: number;
}

/** The rounds of a run on hosts, a line for each series under each load; slices that count alone. */
export function requestCosts(
  header: ExperimentHeader,
  records: readonly ExperimentRecord[],
): readonly RequestCosts[] {
  const slices = records.filter(
    (record): record is SliceRecord =>
      record.kind === "slice" && record.loop === "closed" && record.refusals.length === 0,
  );
  const groups = Map.groupBy(slices, ({ series, load }) => JSON.stringify([load, series]));
  return [...groups.values()]
    .flatMap((own) => costsOf(header, own))
    .toSorted((a, b) => a.load.localeCompare(b.load) || a.serverUs - b.serverUs);
}

/** What PostgreSQL does when nobody asks it anything. */
const idleStoreUs = 0.5;

function costsOf(
  header: ExperimentHeader,
  slices: readonly SliceRecord[],
): readonly RequestCosts[] {
  const [first] = slices;
  const cores = header.hosts?.find(({ role }) => role === "database")?.machine.cores;
  if (first === undefined || cores === undefined) return [];
  const meanOf = (figure: (slice: SliceRecord) => number) => mean(slices.map(figure));
  const link = (slice: SliceRecord) => hostOf(slice, "server")?.link;
  const storeUs = meanOf((slice) => {
    const share = hostOf(slice, "database")?.cpu?.shares.postgres ?? 0;
    return (share * cores * slice.result.elapsedUs) / slice.result.answers;
  });
  return [
    {
      series: first.series,
      load: first.load,
      throughput: meanOf(({ result }) => result.throughput),
      serverUs: meanOf(({ serverCpuUs, result }) => serverCpuUs / result.answers),
      threadUs: meanOf(({ workerCpuUs, result }) => (workerCpuUs[0] ?? 0) / result.answers),
      storeUs: storeUs < idleStoreUs ? 0 : storeUs,
      generatorUs: meanOf(({ result }) => result.generatorCpuUs / result.answers),
      bytes: meanOf((slice) => (link(slice)?.bytesPerSecond ?? 0) / slice.result.throughput),
      packets: meanOf((slice) => (link(slice)?.packetsPerSecond ?? 0) / slice.result.throughput),
    },
  ];
}

function hostOf({ hosts = [] }: SliceRecord, role: string) {
  return hosts.find((host) => host.role === role);
}

/** What hosts are like, and how far they are to be used. */
export interface HostKind {
  readonly cores: number;
  /** Bits per second. */
  readonly linkSpeed: number;
  /** Of processors and links: above it queues grow long. */
  readonly use: number;
}

/** What a rate takes, and what runs out first. */
export interface Need {
  readonly rate: number;
  readonly serverCores: number;
  readonly storeCores: number;
  readonly generatorCores: number;
  /** Bits per second on the servers' links. */
  readonly linkBits: number;
  readonly packets: number;
  /** Whole hosts: of servers by processors and by links, of PostgreSQL, of generators. */
  readonly hosts: { readonly server: number; readonly store: number; readonly generator: number };
  /** What needs most of what one host has. */
  readonly firstLimit: "the server" | "PostgreSQL" | "the generators" | "the network";
}

/** An Ethernet frame has 24 bytes on the wire that no interface counts (IEEE 802.3). */
const wireBytes = 24;

/** What one server thread can answer where all roles share one machine: bound by it, or by all processors. */
export function expectedOn(cores: number, costs: RequestCosts): number {
  const { threadUs, serverUs, storeUs, generatorUs } = costs;
  return Math.min(1e6 / threadUs, (cores * 1e6) / (serverUs + storeUs + generatorUs));
}

/** Costs × rate, by proportion: processors are equal, and nothing is shared but the network. */
export function needOf(
  costs: RequestCosts,
  rate: number,
  { cores, linkSpeed, use }: HostKind,
): Need {
  const coresFor = (us: number) => (rate * us) / 1e6 / use;
  const [serverCores, storeCores, generatorCores] = [
    coresFor(costs.serverUs),
    coresFor(costs.storeUs),
    coresFor(costs.generatorUs),
  ];
  const linkBits = rate * 8 * (costs.bytes + wireBytes * costs.packets);
  const shares = {
    "the server": serverCores / cores,
    PostgreSQL: storeCores / cores,
    "the generators": generatorCores / cores,
    "the network": linkBits / (linkSpeed * use),
  };
  const [[firstLimit = "the server" as const] = []] = Object.entries(shares).toSorted(
    ([, a], [, b]) => b - a,
  ) as [Need["firstLimit"], number][];
  const hostsFor = (share: number) => Math.max(1, Math.ceil(share));
  return {
    rate,
    serverCores,
    storeCores,
    generatorCores,
    linkBits,
    packets: rate * costs.packets,
    hosts: {
      server: hostsFor(Math.max(shares["the server"], shares["the network"])),
      store: storeCores === 0 ? 0 : hostsFor(shares.PostgreSQL),
      generator: hostsFor(shares["the generators"]),
    },
    firstLimit,
  };
}
