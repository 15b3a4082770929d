import { deepEqual } from "node:assert/strict";
import { appendFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { experimentHeader } from "../results/fixtures/experiment-header.ts";
import { closedSlice } from "../results/fixtures/slices.ts";
import { followSamples } from "./follow-samples.ts";

const folder = mkdtempSync(join(tmpdir(), "rowbench-follow-"));
after(() => rmSync(folder, { recursive: true }));

test("what is appended comes once, a line that is cut only when it is whole", () => {
  const append = (text: string) => appendFileSync(join(folder, "samples.ndjson"), text);
  const follower = followSamples(folder);
  const kinds = () => follower.read().map(({ kind }) => kind);
  deepEqual(kinds(), []);
  append(`${JSON.stringify(experimentHeader({ label: "日本" }))}\n`);
  deepEqual(kinds(), ["experiment"]);
  const slice = Buffer.from(`${JSON.stringify(closedSlice({ series: "日本/single" }))}\n`);
  append(slice.toString("utf8", 0, 40));
  deepEqual(kinds(), []);
  append(`${slice.toString("utf8", 40)}garbage\n{"kind":"round","round":1}\n`);
  deepEqual(kinds(), ["slice", "round"]);
  deepEqual(kinds(), []);
});
