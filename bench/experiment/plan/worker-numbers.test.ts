import { deepEqual, equal } from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { saveTunedWorkers } from "../../results/learned/tuned-workers.ts";
import { describeMachine } from "../../results/records/machine.ts";
import { chooseWorkerNumbers } from "./worker-numbers.ts";

const folder = mkdtempSync(join(tmpdir(), "rowbench-workers-"));
after(() => rmSync(folder, { recursive: true }));
const file = join(folder, "tuned.json");
saveTunedWorkers(file, "koa/blocking", 7, describeMachine());

test("a tuned cell gets its number, an untuned one its default and is named", () => {
  const numbers = chooseWorkerNumbers("tuned", 2, file);
  equal(numbers.workersOf({ server: "koa", model: "blocking" }), 7);
  equal(numbers.workersOf({ server: "koa", model: "cluster" }), availableParallelism());
  deepEqual([...numbers.untuned], ["koa/cluster"]);
});

test("one process needs no tuning", () => {
  const numbers = chooseWorkerNumbers("tuned", 2, file);
  equal(numbers.workersOf({ server: "koa", model: "single" }), 1);
  equal(numbers.untuned.size, 0);
});

test("a number is kept, as far as the model can have it", () => {
  const numbers = chooseWorkerNumbers(3, 2, file);
  deepEqual(
    [
      numbers.workersOf({ server: "koa", model: "threads" }),
      numbers.workersOf({ server: "koa", model: "single" }),
    ],
    [3, 1],
  );
});
