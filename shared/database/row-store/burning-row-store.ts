import {
  burnCpu,
  type Microseconds,
  type Milliseconds,
  milliseconds,
  type Row,
  type RowStore,
} from "../../contract/index.ts";

/**
 * A row store that keeps the thread busy for so long after each row, before the handler gets it: a
 * server on it is slower by a known amount, which a measurement must find.
 */
export function createBurningRowStore(store: RowStore, each: Microseconds): RowStore {
  const duration = milliseconds(each / 1000);
  // The first burn finds out how quick this processor is: not in the middle of a request.
  burnCpu(milliseconds(0));
  const burned = async (answer: Promise<Row>): Promise<Row> => {
    const row = await answer;
    burnCpu(duration);
    return row;
  };
  return {
    ...store,
    randomRow: () => burned(store.randomRow()),
    randomRowAfter: (wait: Milliseconds) => burned(store.randomRowAfter(wait)),
  };
}
