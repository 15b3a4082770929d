import { createRandom } from "../../statistics/random.ts";
import type { RequestKind } from "../terms/load-spec.ts";

/** Keeps the draws apart from the arrival times, which come from the same seed. */
const seedOffset = 0x6d_69_78;

/** Draws the kind of each request, by its index; the same seed gives the same order. */
export function createKindDraw(kinds: readonly RequestKind[], seed: number): () => number {
  if (kinds.length === 1) return () => 0;
  const total = kinds.reduce((sum, { weight }) => sum + weight, 0);
  let sum = 0;
  const limits = kinds.map(({ weight }) => {
    sum += weight / total;
    return sum;
  });
  const random = createRandom(seed + seedOffset);
  return () => {
    const draw = random() / 2 ** 32;
    const index = limits.findIndex((limit) => draw < limit);
    return index === -1 ? kinds.length - 1 : index;
  };
}
