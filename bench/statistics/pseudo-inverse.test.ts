import { ok } from "node:assert/strict";
import { test } from "node:test";
import { pseudoInverse } from "./pseudo-inverse.ts";

type Matrix = readonly (readonly number[])[];

function times(a: Matrix, b: Matrix): Matrix {
  return a.map((line) =>
    line.map((_, column) => line.reduce((sum, value, row) => sum + value * b[row]![column]!, 0)),
  );
}

function assertEqual(a: Matrix, b: Matrix): void {
  a.forEach((line, row) => {
    line.forEach((value, column) => {
      ok(Math.abs(value - b[row]![column]!) < 1e-12);
    });
  });
}

test("it has the four properties of Moore and Penrose, with several components", () => {
  const matrix = [
    [2, -1, -1, 0, 0, 0],
    [-1, 1.5, -0.5, 0, 0, 0],
    [-1, -0.5, 1.5, 0, 0, 0],
    [0, 0, 0, 3, -3, 0],
    [0, 0, 0, -3, 3, 0],
    [0, 0, 0, 0, 0, 0],
  ];
  const inverse = pseudoInverse(matrix, [0, 0, 0, 3, 3, 5]);
  const [left, right] = [times(matrix, inverse), times(inverse, matrix)];
  assertEqual(times(left, matrix), matrix);
  assertEqual(times(right, inverse), inverse);
  assertEqual(left, right);
});
