import { deepEqual, equal } from "node:assert/strict";
import { test } from "node:test";
import { parseWorkload, uploadOf, waitWorkload } from "./workload.ts";

test("a workload is one kind of request", () => {
  const pathOf = (name: string) => parseWorkload(name)?.kinds.map(({ path }) => path);
  deepEqual(pathOf("db"), ["/db"]);
  deepEqual(pathOf("json"), ["/json"]);
  deepEqual(pathOf("wait:20ms"), ["/wait/20"]);
  deepEqual(pathOf("cpu:2ms"), ["/cpu/2"]);
  deepEqual(pathOf("form:64KiB"), ["/form"]);
  deepEqual(pathOf("redis"), ["/cache"]);
});

test("the mixed workload is 94 % look-ups, 5 % that wait and 1 % that compute", () => {
  deepEqual(
    parseWorkload("mixed")?.kinds.map(({ name, weight }) => [name, weight]),
    [
      ["db", 94],
      ["wait:20ms", 5],
      ["cpu:5ms", 1],
    ],
  );
});

test("anything else is no workload", () => {
  for (const name of [
    "",
    "DB",
    "wait",
    "wait:20",
    "wait:10001ms",
    "cpu:1.5ms",
    "cpu:-1ms",
    "mix",
    "form",
    "form:64",
    "form:2MiB",
  ])
    equal(parseWorkload(name), undefined, name);
});

test("a form says how large its file is", () => {
  const fileOf = (name: string) => uploadOf(parseWorkload(name) ?? waitWorkload(0));
  deepEqual(
    [fileOf("form:64KiB"), fileOf("form:1MiB"), fileOf("db")],
    [65_536, 1_048_576, undefined],
  );
});

test("kinds that wait or compute say how long, so that it can be proved", () => {
  const [wait] = parseWorkload("wait:20ms")?.kinds ?? [];
  const [cpu] = parseWorkload("cpu:2ms")?.kinds ?? [];
  deepEqual([wait?.wait, wait?.cpu, cpu?.wait, cpu?.cpu], [20, undefined, undefined, 2]);
  deepEqual(waitWorkload(20), parseWorkload("wait:20ms"));
  equal(waitWorkload(0).name, "db");
});
