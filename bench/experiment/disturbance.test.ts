import { deepEqual, equal } from "node:assert/strict";
import { test } from "node:test";
import { closedSlice } from "../results/fixtures/slices.ts";
import { watchDisturbance } from "./disturbance.ts";

const disturbed = closedSlice({
  refusals: [{ gate: "foreign", kind: "disturbed", reason: "a build took 50 %" }],
});
const quiet = closedSlice();

test("a disturbance is told once, after a slice and all its repeats", () => {
  const watch = watchDisturbance();
  deepEqual(
    [disturbed, disturbed, disturbed, disturbed].map((record) => watch.note(record)),
    [undefined, undefined, "a build took 50 %", undefined],
  );
  equal(watch.isLasting(), true);
});

test("a quiet slice ends it", () => {
  const watch = watchDisturbance();
  for (const record of [disturbed, disturbed, disturbed, quiet]) watch.note(record);
  equal(watch.isLasting(), false);
  equal(watch.note(disturbed), undefined);
});
