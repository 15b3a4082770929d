import {
  type Milliseconds,
  milliseconds,
  type RequestsPerSecond,
  requestsPerSecond,
} from "@rowbench/shared/contract";
import type { LoadSpec } from "../load/index.ts";
import type { Durations, HeadroomRecord, Plan } from "../results/records/records.ts";
import type { Testbed } from "./testbed/testbed.ts";

/** What the generator reaches here against a server that does nothing. */
export interface Headroom {
  /** With this number of connections; undefined where that was not measured. */
  at(connections: number): RequestsPerSecond | undefined;
  /** Measures it again, since the machine may have been busy before: what it once reached it can reach. */
  measure(): Promise<readonly HeadroomRecord[]>;
}

const path = "/json";
/** Half a second tells by how many times: no finer than that is asked. */
const longestMs = 500;

/** The generator alone with each number of connections: the best of all tries. */
export function createHeadroom(
  testbed: Pick<Testbed, "generator" | "startNullServer">,
  plan: Plan,
  signal: AbortSignal,
): Headroom {
  const best = new Map<number, RequestsPerSecond>();
  return {
    at: (connections) => best.get(connections),
    async measure() {
      const records = await measureHeadroom(testbed, plan, signal);
      for (const { connections, throughput } of records)
        if (throughput > (best.get(connections) ?? 0)) best.set(connections, throughput);
      return records;
    },
  };
}

/** A second or two; the better of two tries. */
async function measureHeadroom(
  { generator, startNullServer }: Pick<Testbed, "generator" | "startNullServer">,
  { loads, durations }: Plan,
  signal: AbortSignal,
): Promise<readonly HeadroomRecord[]> {
  const connections = new Set(loads.map((load) => load.connections));
  const server = await startNullServer();
  try {
    const records: HeadroomRecord[] = [];
    for (const number of connections) {
      const spec = specFor(server.url, number, durations);
      const tries = [await generator.run(spec, { signal }), await generator.run(spec, { signal })];
      const best = Math.max(...tries.map(({ throughput }) => throughput));
      records.push({ kind: "headroom", connections: number, throughput: requestsPerSecond(best) });
    }
    return records;
  } finally {
    await server.stop();
  }
}

function specFor(origin: string, connections: number, { warmUp, closed }: Durations): LoadSpec {
  const short = (duration: Milliseconds) => milliseconds(Math.min(longestMs, duration));
  return {
    origin,
    kinds: [{ name: path, path, weight: 1, expect: "message" }],
    loop: {
      kind: "closed",
      warmUp: { shortest: short(warmUp.shortest), longest: warmUp.longest },
    },
    connections,
    duration: short(closed),
    seed: 1,
    timeLimit: milliseconds(5000),
  };
}
