import { ok } from "node:assert/strict";
import { test } from "node:test";
import jstat from "jstat";
import {
  chiSquareTail,
  shiftedStudentTail,
  studentizedRangeQuantile,
  studentQuantile,
} from "./distributions.ts";

/** To seven digits. */
function close(actual: number, expected: number): void {
  ok(Math.abs(actual / expected - 1) < 1e-7, `${actual} is not ${expected}`);
}

test("quantiles of the studentized range are those of R", () => {
  // R: mapply(qtukey, 0.95, c(3, 12, 34, 34), c(2, 33, 99, 4.7))
  close(studentizedRangeQuantile(0.95, 3, 2), 8.330782551);
  close(studentizedRangeQuantile(0.95, 12, 33), 4.965406935);
  close(studentizedRangeQuantile(0.95, 34, 99), 5.555033307);
  close(studentizedRangeQuantile(0.95, 34, 4.7), 9.358275806);
});

test("between degrees of two digits quantiles are interpolated, not below the exact values", () => {
  const { tukey, studentt } = jstat.jStat;
  const expectClose = (ratio: number, tolerance: number, what: string) =>
    ok(ratio > 1 - 1e-5 && ratio < 1 + tolerance, `${ratio}: ${what}`);
  for (const degrees of [2.55, 4.74, 10.123, 22.3, 133.7]) {
    for (const groups of [3, 35]) {
      const exact = tukey.inv(0.95, groups, degrees);
      const ratio = studentizedRangeQuantile(0.95, groups, degrees) / exact;
      expectClose(ratio, 2e-4, `the range of ${groups} with ${degrees}`);
    }
    const deep = 1 - 0.025 / 595;
    const ratio = studentQuantile(deep, degrees) / studentt.inv(deep, degrees);
    expectClose(ratio, degrees < 4 ? 2e-3 : 2e-4, `t with ${degrees}`);
  }
});

test("the range of two groups is Student's t, which R's own algorithm misses by a thousandth", () => {
  // R: sqrt(2) * qt(0.975, 2) is 6.084869844, qtukey(0.95, 2, 2) is 6.079637419
  close(studentizedRangeQuantile(0.95, 2, 2), 6.084869844);
});

test("below two degrees of freedom the range has Bonferroni's bound", () => {
  // R: sqrt(2) * qt(1 - 0.05 / 2 / 3, 1)
  close(studentizedRangeQuantile(0.95, 3, 1), 54.006637064);
  ok(studentizedRangeQuantile(0.95, 3, 1) > studentizedRangeQuantile(0.95, 3, 2));
});

test("quantiles of Student's t are those of R, deep in the tail too", () => {
  // R: qt(0.975, c(1, 2.5, 30)); qt(1 - 0.025 / 561, 7)
  close(studentQuantile(0.975, 1), 12.706204736);
  close(studentQuantile(0.975, 2.5), 3.574654842);
  close(studentQuantile(0.975, 30), 2.042272456);
  close(studentQuantile(1 - 0.025 / 561, 7), 8.028156313);
});

test("the tail of a shifted t, which is power, is that of R", () => {
  // R: pt(3.7, 33, 5, lower.tail = FALSE)
  close(shiftedStudentTail(3.7, 33, 5), 0.8865918858);
});

test("the tail of χ² is that of R", () => {
  // R: pchisq(c(63, 120, 135), 63, lower.tail = FALSE)
  close(chiSquareTail(63, 63), 0.4763023833);
  close(chiSquareTail(120, 63), 2.010693882e-5);
  close(chiSquareTail(135, 63), 3.661190907e-7);
});
