import type { LinkUse } from "../../results/records/records.ts";
import { readText } from "./process-table.ts";

/** What a network interface has carried since it is there. */
export interface LinkCounters {
  readonly received: Traffic;
  readonly sent: Traffic;
  /** Bits per second in each direction; absent where the system does not say. */
  readonly speed?: number;
}

export interface Traffic {
  readonly bytes: number;
  readonly packets: number;
}

/** Counters of interfaces by their name. */
export type Links = ReadonlyMap<string, LinkCounters>;

/**
 * On the wire a frame is longer than what the kernel counts, by preamble (8 bytes), check sequence (4)
 * and gap (12), IEEE 802.3: a tenth of the wire where frames are small.
 */
const wireBytesPerPacket = 24;

/** Interfaces of this network namespace but the loopback; none where there is no `/proc`. */
export function readLinks(): Links {
  const links = parseLinks(readText("/proc/net/dev") ?? "");
  return new Map([...links].map(([name, link]) => [name, { ...link, ...readSpeed(name) }]));
}

/** proc_pid_net(5): after two lines of heads `name: bytes packets …`, sent ones from the 9th column. */
export function parseLinks(text: string): Links {
  const lines = text.split("\n").filter((line) => line.includes(":"));
  const links = lines.map((line) => {
    const [name = "", figures = ""] = line.split(":");
    const columns = figures.trim().split(/\s+/).map(Number);
    const traffic = (first: number): Traffic => ({
      bytes: columns[first] ?? 0,
      packets: columns[first + 1] ?? 0,
    });
    return [name.trim(), { received: traffic(0), sent: traffic(8) }] as const;
  });
  return new Map(links.filter(([name]) => name !== "lo"));
}

/** sysfs-class-net: Mbit/s; -1, or nothing to read, where an interface has none. */
export function parseSpeed(text: string | undefined): number | undefined {
  const megabits = Number(text?.trim() || -1);
  // Some kernels show the -1 as an unsigned number.
  return megabits > 0 && megabits < 2 ** 32 - 1 ? megabits * 1e6 : undefined;
}

/**
 * The link that carried most between two readings, in its busier direction, since both directions have
 * the whole speed. A bridge, its ports and the card behind them all count the same bytes: of those that
 * carried at least half of the most, it is the one that has the largest share of its speed.
 *
 * @param knownSpeed of this machine's network in bits per second, where a person said so: a virtual
 *   interface may have none, or one of a hardware that it only plays, such as the 10 Gbit/s of veth
 * @returns undefined where there is no link
 */
export function linkUseBetween(
  before: Links,
  after: Links,
  elapsedUs: number,
  knownSpeed?: number,
): LinkUse | undefined {
  const uses = [...after].map(([name, link]) =>
    useBetween(name, before.get(name), link, elapsedUs, knownSpeed ?? link.speed),
  );
  const most = Math.max(...uses.map(({ bytesPerSecond }) => bytesPerSecond));
  return uses
    .filter(({ bytesPerSecond }) => bytesPerSecond >= most / 2)
    .toSorted((a, b) => b.bytesPerSecond - a.bytesPerSecond)
    .toSorted((a, b) => (b.share ?? 0) - (a.share ?? 0))[0];
}

function useBetween(
  name: string,
  before: LinkCounters | undefined,
  after: LinkCounters,
  elapsedUs: number,
  speed: number | undefined,
): LinkUse {
  const received = trafficBetween(before?.received, after.received);
  const sent = trafficBetween(before?.sent, after.sent);
  const { bytes, packets } = onWire(received) > onWire(sent) ? received : sent;
  const perSecond = (count: number) => (count * 1e6) / elapsedUs;
  const rates = { bytesPerSecond: perSecond(bytes), packetsPerSecond: perSecond(packets) };
  if (speed === undefined) return { name, ...rates };
  const share = (perSecond(onWire({ bytes, packets })) * 8) / speed;
  return { name, ...rates, speed, share };
}

/** An interface that is new has carried nothing before. */
function trafficBetween(before: Traffic = { bytes: 0, packets: 0 }, after: Traffic): Traffic {
  return { bytes: after.bytes - before.bytes, packets: after.packets - before.packets };
}

function onWire({ bytes, packets }: Traffic): number {
  return bytes + wireBytesPerPacket * packets;
}

function readSpeed(name: string): Pick<LinkCounters, "speed"> {
  const speed = parseSpeed(readText(`/sys/class/net/${name}/speed`));
  return speed === undefined ? {} : { speed };
}
