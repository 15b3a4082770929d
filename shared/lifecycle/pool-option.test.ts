import { deepEqual, equal } from "node:assert/strict";
import { test } from "node:test";
import { formatPool, parsePool, shareOf } from "./pool-option.ts";

test("a pool is adaptive, adaptive with a budget, or a fixed number", () => {
  deepEqual(parsePool("adaptive"), { kind: "adaptive", connections: 64 });
  deepEqual(parsePool("adaptive:32"), { kind: "adaptive", connections: 32 });
  deepEqual(parsePool("8"), { kind: "fixed", connections: 8 });
});

test("anything else is no pool", () => {
  for (const text of ["", "0", "257", "adaptive:0", "adaptive8", ":8", "8:8", "-1", "1.5", "many"])
    equal(parsePool(text), undefined, text);
});

test("a pool is written as it is read", () => {
  for (const text of ["adaptive", "adaptive:32", "8"]) equal(formatPool(parsePool(text)!), text);
});

test("a pool is shared out, and nobody goes without a connection", () => {
  deepEqual(shareOf(parsePool("adaptive")!, 3), { kind: "adaptive", connections: 21 });
  deepEqual(shareOf(parsePool("4")!, 8), { kind: "fixed", connections: 1 });
});
