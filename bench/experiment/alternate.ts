import type { RandomUint32 } from "../statistics/random.ts";
import { shuffle } from "../statistics/shuffle.ts";

/**
 * Lets each item make a step, one after the other, and those with another one again, in a new random
 * order each time; the first time in theirs.
 * @param step resolves to whether there is another one; its rejection ends it all
 */
export async function alternate<Item>(
  items: readonly Item[],
  step: (item: Item) => Promise<boolean>,
  random: RandomUint32,
): Promise<void> {
  for (let left = items; left.length > 0; ) {
    const unfinished: Item[] = [];
    for (const item of left) if (await step(item)) unfinished.push(item);
    left = shuffle(unfinished, random);
  }
}
