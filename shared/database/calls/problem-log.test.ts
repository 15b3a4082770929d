import { deepEqual } from "node:assert/strict";
import { test } from "node:test";
import { createProblemLog } from "./problem-log.ts";

test("a problem is written once a second at most", () => {
  const lines: string[] = [];
  let now = 0;
  const log = createProblemLog(
    "database",
    (line) => lines.push(line),
    () => now,
  );
  for (now = 0; now <= 2500; now += 100) log(new Error(`at ${now}`));
  deepEqual(lines, [
    "database unavailable: at 0; trying again\n",
    "database unavailable: at 1000; trying again\n",
    "database unavailable: at 2000; trying again\n",
  ]);
});
