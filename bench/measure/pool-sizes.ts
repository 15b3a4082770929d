import { listServers, type ServerPackage } from "@rowbench/shared/concurrency";
import { milliseconds, type RequestsPerSecond } from "@rowbench/shared/contract";
import type { Database } from "@rowbench/shared/database";
import { type LoadGenerator, startLoadGenerator } from "../load/index.ts";
import { pairedRatio, type RatioInterval } from "../statistics/paired-ratio.ts";
import { startCell } from "./cell-process.ts";

/** Fixed numbers of connections to PostgreSQL that the default is compared with. */
export const poolSizes = [1, 2, 4, 8, 16, 32, 64] as const;

/** The server's default number of connections against the best fixed one, in paired rounds. */
export interface PoolComparison {
  readonly best: number;
  /** Throughput with the default / with the best fixed size. */
  readonly ratio: RatioInterval;
}

const connections = 64;
const warmUp = milliseconds(700);
const slice = milliseconds(1500);

/**
 * Measures `uwebsockets` under `single` on `/db` with its default and with every fixed number of
 * connections, each in a fresh start, once a round. The best is the one with the highest mean,
 * which favours it: the ratio errs on the low side.
 */
export async function comparePoolSizes(
  database: Database,
  rounds: number,
): Promise<PoolComparison> {
  const server = listServers().find(({ name }) => name === "uwebsockets");
  if (server === undefined) throw new Error("there is no server uwebsockets");
  const generator = await startLoadGenerator();
  try {
    const sizes = [undefined, ...poolSizes];
    const measured = new Map(sizes.map((size) => [size, [] as RequestsPerSecond[]]));
    for (let round = 0; round < rounds; round += 1) {
      // Turned by one each round, so that no size always follows the same one.
      for (const size of [...sizes.slice(round % 8), ...sizes.slice(0, round % 8)]) {
        measured.get(size)?.push(await throughputWith(server, database, generator, size));
      }
    }
    return compare(measured);
  } finally {
    await generator.close();
  }
}

function compare(measured: ReadonlyMap<number | undefined, readonly number[]>): PoolComparison {
  const total = (size: number) => (measured.get(size) ?? []).reduce((sum, value) => sum + value, 0);
  const best = poolSizes.reduce((a, b) => (total(b) > total(a) ? b : a));
  const [own = [], other = []] = [measured.get(undefined), measured.get(best)];
  return {
    best,
    ratio: pairedRatio(own.map((value, round) => value / (other[round] ?? Number.NaN))),
  };
}

async function throughputWith(
  { entry }: ServerPackage,
  { url: databaseUrl, rows }: Database,
  generator: LoadGenerator,
  size: number | undefined,
): Promise<RequestsPerSecond> {
  const pool = size === undefined ? {} : { pool: `${size}` };
  const cell = await startCell({ entry, model: "single", workers: 1, databaseUrl, rows, ...pool });
  try {
    const request = { url: `${cell.origin}/db`, connections, seed: 1, expect: "row" } as const;
    const timeLimit = milliseconds(5000);
    await generator.run({ ...request, timeLimit, duration: warmUp });
    return (await generator.run({ ...request, timeLimit, duration: slice })).throughput;
  } finally {
    await cell.stop();
  }
}
