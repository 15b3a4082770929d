import { RowbenchError, requestsPerSecond } from "@rowbench/shared/contract";
import type { LoadSpec, LoopSpec } from "./terms/load-spec.ts";

/**
 * The parts of one load for several generators that begin at the same time; `mergeResults` puts their
 * results together again. Connections are split as evenly as whole numbers go, an open loop's rate in
 * proportion to them, so that each connection has the same to do; independent Poisson arrivals add up
 * to Poisson arrivals of the summed rate. Each part has a seed of its own, since the same one gives the
 * same arrivals.
 *
 * With more than one generator the warm-up of a closed loop always takes the longest time allowed: each
 * would find itself steady at a moment of its own, and windows that lie side by side do not add up.
 *
 * Throws `USAGE` when there are fewer connections than generators.
 */
export function splitLoad(spec: LoadSpec, generators: number): readonly LoadSpec[] {
  if (!Number.isInteger(generators) || generators < 1 || generators > spec.connections) {
    const message = `generators is \`${generators}\`, allowed: 1 to \`${spec.connections}\`, the number of connections`;
    throw new RowbenchError("USAGE", message);
  }
  if (generators === 1) return [spec];
  return Array.from({ length: generators }, (_, index) => {
    const connections = shareOf(spec.connections, generators, index);
    const loop = partOf(spec.loop, connections / spec.connections);
    return { ...spec, connections, loop, seed: spec.seed + index };
  });
}

/** The first ones get one more each, until the remainder is used up. */
function shareOf(connections: number, generators: number, index: number): number {
  const isLarger = index < connections % generators;
  return Math.floor(connections / generators) + (isLarger ? 1 : 0);
}

function partOf(loop: LoopSpec, share: number): LoopSpec {
  if (loop.kind === "open") return { kind: "open", rate: requestsPerSecond(loop.rate * share) };
  const { longest } = loop.warmUp;
  return { kind: "closed", warmUp: { shortest: longest, longest } };
}
