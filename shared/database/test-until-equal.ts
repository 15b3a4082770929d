import { equal } from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";

/** For tests: resolves once the value is the expected one, rejects after ten seconds. */
export async function untilEqual<Value extends number | boolean>(
  read: () => Value | Promise<Value>,
  expected: Value,
): Promise<void> {
  for (let attempt = 0; attempt < 500 && (await read()) !== expected; attempt++) await delay(20);
  equal(await read(), expected);
}
