import { deepEqual, equal } from "node:assert/strict";
import { test } from "node:test";
import { requestsPerSecond } from "@rowbench/shared/contract";
import type { LoadGenerator, LoadResult } from "../load/index.ts";
import { experimentHeader } from "../results/fixtures/experiment-header.ts";
import { createHeadroom } from "./headroom.ts";

/** A generator that reaches these throughputs, one after the other. */
function generatorReaching(...throughputs: readonly number[]): LoadGenerator {
  const left = [...throughputs];
  const run = async () =>
    ({ throughput: requestsPerSecond(left.shift() ?? 0) }) as unknown as LoadResult;
  return { run } as unknown as LoadGenerator;
}

test("what the generator once reached it can reach, however busy the machine is later", async () => {
  const { plan } = experimentHeader();
  const generator = generatorReaching(50_000, 40_000, 130_000, 20_000, 30_000, 10_000);
  const startNullServer = async () => ({ url: "http://127.0.0.1:1", stop: async () => {} });
  const headroom = createHeadroom(
    { generator, startNullServer },
    plan,
    new AbortController().signal,
  );
  equal(headroom.at(64), undefined);
  const reached = [];
  for (let again = 1; again <= 3; again += 1) {
    const records = await headroom.measure();
    reached.push([records[0]?.throughput, headroom.at(64)]);
  }
  deepEqual(reached, [
    [50_000, 50_000],
    [130_000, 130_000],
    [30_000, 130_000],
  ]);
});
