import { deepEqual, equal, throws } from "node:assert/strict";
import { test } from "node:test";
import {
  parseDuration,
  parseLabel,
  parseLimits,
  parseRate,
  wholeNumber,
  wordsOf,
} from "./arguments.ts";

test("a duration is a number with its unit", () => {
  equal(parseDuration("500ms"), 500);
  equal(parseDuration("10s"), 10_000);
  equal(parseDuration("1.5m"), 90_000);
  equal(parseDuration("1h"), 3_600_000);
});

test("a bare number is no duration, and the message says what was probably meant", () => {
  throws(() => parseDuration("10"), /got `10`\. Did you mean `10s`\?/);
});

for (const text of ["", "s", "-1s", "0s", "10 s", "10sec", "1e3s"]) {
  test(`\`${text}\` is no duration`, () =>
    throws(() => parseDuration(text), /Expected a duration/));
}

test("a whole number outside its range is refused with the range", () => {
  equal(wholeNumber(1, 10)("10"), 10);
  throws(() => wholeNumber(1, 10)("11"), /from 1 to 10, got `11`/);
  throws(() => wholeNumber(1, 10)("1.5"), /got `1\.5`/);
  throws(() => wholeNumber(1, 10)(""), /got ``/);
});

test("a rate is above 0", () => {
  equal(parseRate("0.5"), 0.5);
  throws(() => parseRate("0"), /above 0/);
  throws(() => parseRate("fast"), /got `fast`/);
});

test("a label cannot leave the results folder", () => {
  equal(parseLabel("after-fix_2"), "after-fix_2");
  throws(() => parseLabel("../x"), /got `\.\.\/x`/);
  throws(() => parseLabel(".."), /got `\.\.`/);
});

test("words are split at commas, and each once", () => {
  deepEqual(wordsOf("server", ["koa", "hono"])("hono, koa,hono"), ["hono", "koa"]);
});

test("an unknown word is refused with the nearest right one", () => {
  const parse = wordsOf("server", ["express", "fastify"]);
  throws(() => parse("fastfy"), /unknown server `fastfy`: did you mean `fastify`\?/);
});

test("limits name what may get worse, each by a percentage", () => {
  const round = (text: string) =>
    parseLimits(text).map(({ figure, share }) => `${figure} ${share.toFixed(4)}`);
  deepEqual(round("slower:5%"), ["throughput 0.0500"]);
  deepEqual(round("slower:5%, costlier:1.5%"), ["throughput 0.0500", "cpuUsPerRequest 0.0150"]);
  for (const wrong of ["faster:5%", "slower", "slower:5%,", "costlier:0%", "slower:5"])
    throws(() => parseLimits(wrong), /Expected/);
});
