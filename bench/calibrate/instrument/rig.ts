import { type Milliseconds, milliseconds, requestsPerSecond } from "@rowbench/shared/contract";
import { type Fixture, type FixtureName, startFixture } from "../../load/fixtures/fixture.ts";
import {
  type ClosedLoopResult,
  type LoadGenerator,
  type LoadSpec,
  type LoopSpec,
  type OpenLoopResult,
  startLoadGenerator,
  type WarmUp,
} from "../../load/index.ts";
import { createArrivals } from "../../load/loops/arrivals.ts";

/** A server whose behaviour is known, and our load generator beside it. */
export interface Rig {
  /** Of the one page that the server has. */
  readonly url: string;
  /** The server's own record since the last call; see the fixture. */
  truth(): Promise<readonly number[]>;
  closed(load: ClosedLoad): Promise<ClosedLoopResult>;
  open(load: OpenLoad): Promise<OpenLoopResult>;
}

interface ClosedLoad {
  readonly duration: Milliseconds;
  /** By default as long as code takes to be compiled. */
  readonly warmUp?: WarmUp;
}

interface OpenLoad {
  readonly duration: Milliseconds;
  /** In requests per second. */
  readonly rate: number;
}

const usualWarmUp: WarmUp = { shortest: milliseconds(500), longest: milliseconds(1500) };
/** For what does not depend on how fast the code is. */
export const noWarmUp: WarmUp = { shortest: milliseconds(0), longest: milliseconds(0) };

/** As many connections as an experiment has by default. */
export const connections = 64;
/** What arrival times are drawn by: the same in every calibration. */
const loadSeed = 1;

/** When the requests of such a load are due, in microseconds after its start. */
export function dueTimesOf({ duration, rate }: OpenLoad): readonly number[] {
  const arrivals = createArrivals(requestsPerSecond(rate), loadSeed, duration * 1000);
  const dueUs: number[] = [];
  for (; arrivals.nextUs < Number.POSITIVE_INFINITY; arrivals.take()) dueUs.push(arrivals.nextUs);
  return dueUs;
}

/** Runs `use` with a fixture server and our generator; both have ended when this settles. */
export async function withRig<Result>(
  name: FixtureName,
  signal: AbortSignal,
  use: (rig: Rig) => Promise<Result>,
): Promise<Result> {
  const server = await startFixture(name, path);
  try {
    const generator = await startLoadGenerator();
    try {
      return await use(createRig(server, generator, signal));
    } finally {
      await generator.close();
    }
  } finally {
    await server.stop();
  }
}

const path = "/json";

function createRig({ url, truth }: Fixture, generator: LoadGenerator, signal: AbortSignal): Rig {
  const run = (loop: LoopSpec, duration: Milliseconds) =>
    generator.run(specOf(new URL(url).origin, loop, duration), { signal });
  return {
    url,
    truth,
    closed: async ({ duration, warmUp = usualWarmUp }) => {
      const result = await run({ kind: "closed", warmUp }, duration);
      if (result.kind === "closed") return result;
      throw new Error(`unexpected result \`${result.kind}\``);
    },
    open: async ({ duration, rate }) => {
      const result = await run({ kind: "open", rate: requestsPerSecond(rate) }, duration);
      if (result.kind === "open") return result;
      throw new Error(`unexpected result \`${result.kind}\``);
    },
  };
}

function specOf(origin: string, loop: LoopSpec, duration: Milliseconds): LoadSpec {
  return {
    origin,
    kinds: [{ name: path, path, weight: 1, expect: "message" }],
    loop,
    connections,
    duration,
    seed: loadSeed,
    timeLimit: milliseconds(5000),
  };
}
