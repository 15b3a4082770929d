import { deepEqual, throws } from "node:assert/strict";
import { test } from "node:test";
import { designOf } from "./block-design.ts";

const figure = (series: string, round: number, value = 1) => ({ series, round, value });

test("series that share rounds through others are one component", () => {
  const { components } = designOf([
    figure("a", 1),
    figure("b", 1),
    figure("c", 2),
    figure("d", 3),
    figure("d", 2),
    figure("e", 4),
    figure("b", 3),
    figure("f", 4),
  ]);
  deepEqual(components, [0, 0, 0, 0, 4, 4]);
});

test("a figure that has no logarithm is named, and so is a second one of series and round", () => {
  for (const value of [0, -1, Number.NaN, Number.POSITIVE_INFINITY])
    throws(() => designOf([figure("koa/single", 2, value)]), {
      message: `the figure of \`koa/single\` in round \`2\` is \`${value}\`, allowed: a number above 0`,
    });
  throws(() => designOf([figure("a", 1), figure("a", 1)]), {
    message: "the figure of `a` in round `1` comes twice, allowed: once",
  });
});
