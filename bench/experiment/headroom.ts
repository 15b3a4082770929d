import {
  type Milliseconds,
  milliseconds,
  type RequestsPerSecond,
  requestsPerSecond,
} from "@rowbench/shared/contract";
import { startFixture } from "../load/fixtures/fixture.ts";
import type { LoadGenerator, LoadSpec } from "../load/index.ts";
import type { Durations, HeadroomRecord, Plan } from "../results/records.ts";

/** What the generator reaches here against a server that does nothing. */
export interface Headroom {
  /** With this number of connections; undefined where that was not measured. */
  at(connections: number): RequestsPerSecond | undefined;
  readonly records: readonly HeadroomRecord[];
}

const path = "/json";
/** Half a second tells by how many times: no finer than that is asked. */
const longestMs = 500;

/**
 * Measures the generator alone with each number of connections, a second or two. The better of two
 * tries: what it reached once it can reach.
 */
export async function measureHeadroom(
  generator: LoadGenerator,
  { loads, durations }: Plan,
  signal: AbortSignal,
): Promise<Headroom> {
  const connections = new Set(loads.map((load) => load.connections));
  const server = await startFixture("null-server", "");
  try {
    const records: HeadroomRecord[] = [];
    for (const number of connections) {
      const spec = specFor(server.url, number, durations);
      const tries = [await generator.run(spec, { signal }), await generator.run(spec, { signal })];
      const best = Math.max(...tries.map(({ throughput }) => throughput));
      records.push({ kind: "headroom", connections: number, throughput: requestsPerSecond(best) });
    }
    return {
      records,
      at: (number) => records.find((one) => one.connections === number)?.throughput,
    };
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
