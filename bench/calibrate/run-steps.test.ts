import assert from "node:assert/strict";
import { test } from "node:test";
import { type Finding, judged } from "./finding.ts";
import { runSteps } from "./run-steps.ts";
import type { Step } from "./section.ts";

function stepOf(name: string, findings: readonly Finding[], then = () => {}): Step {
  return {
    name,
    run: async () => {
      then();
      return { title: name, text: [], findings, tables: [] };
    },
  };
}

const finding = judged({ name: "speed", target: "1", measured: "1" }, true);

test("steps are announced, then told, in their order", async () => {
  const said: string[] = [];
  const sections = await runSteps(
    [stepOf("first", [finding]), stepOf("second", [])],
    new AbortController().signal,
    { onStart: (name) => said.push(name), onFinding: ({ kind }) => said.push(kind) },
  );
  assert.deepEqual(said, ["first", "reached", "second"]);
  assert.deepEqual(
    sections.map(({ title }) => title),
    ["first", "second"],
  );
});

test("an abort ends them before the next step", async () => {
  const controller = new AbortController();
  const started: string[] = [];
  const steps = [
    stepOf("first", [], () => controller.abort(new Error("stopped"))),
    stepOf("second", []),
  ];
  const events = { onStart: (name: string) => started.push(name), onFinding: () => {} };
  await assert.rejects(runSteps(steps, controller.signal, events), /stopped/);
  assert.deepEqual(started, ["first"]);
});
