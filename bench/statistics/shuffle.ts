import type { RandomUint32 } from "./random.ts";

/** A new array in random order (Fisher and Yates). */
export function shuffle<Item>(items: readonly Item[], random: RandomUint32): Item[] {
  const shuffled = [...items];
  for (let last = shuffled.length - 1; last > 0; last -= 1) {
    const other = Math.floor((random() / 2 ** 32) * (last + 1));
    [shuffled[last], shuffled[other]] = [shuffled[other] as Item, shuffled[last] as Item];
  }
  return shuffled;
}
