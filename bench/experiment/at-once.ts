/**
 * Works on every item, so many at a time, begun in their order. Waits for all that was begun, and
 * rejects then with the first failure.
 */
export async function eachAtOnce<Item>(
  items: readonly Item[],
  most: number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const rest = items.values();
  const takeTurns = async (): Promise<void> => {
    for (const item of rest) await work(item);
  };
  const lanes = Array.from({ length: Math.min(most, items.length) }, takeTurns);
  const failed = (await Promise.allSettled(lanes)).find(({ status }) => status === "rejected");
  if (failed?.status === "rejected") throw failed.reason;
}
