import { deepEqual, equal } from "node:assert/strict";
import { test } from "node:test";
import { array, assert, constantFrom, property, uniqueArray } from "fast-check";
import { tieLetters } from "./tie-letters.ts";

test("those that share a group share its letter; who is told from all others has none", () => {
  const letters = tieLetters([["w"], ["x", "y"], ["y", "z"]]);
  deepEqual(
    [...letters],
    [
      ["x", "a"],
      ["y", "ab"],
      ["z", "b"],
    ],
  );
});

test("three groups in a row are written with their ends", () => {
  const groups = ["k", "l", "m", "n", "o"].map((own) => ["all", own]);
  equal(tieLetters(groups).get("all"), "a–e");
  equal(
    tieLetters([
      ["x", "k"],
      ["k", "l"],
      ["x", "l"],
    ]).get("x"),
    "ac",
  );
});

test("the alphabet begins again with a number", () => {
  const groups = Array.from({ length: 28 }, (_, index) => [`${index}`, `${index + 1}`]);
  equal(tieLetters(groups).get("27"), "a1b1");
});

test("two series share a letter exactly when they share a group", () => {
  const keys = ["p", "q", "r", "s", "t"];
  const group = uniqueArray(constantFrom(...keys), { minLength: 2 });
  assert(
    property(array(group, { maxLength: 40 }), (groups) => {
      const letters = tieLetters(groups);
      for (const one of keys)
        for (const other of keys.filter((key) => key !== one)) {
          const shared = lettersIn(letters.get(one)).filter((letter) =>
            lettersIn(letters.get(other)).includes(letter),
          );
          const together = groups.filter((keys) => keys.includes(one) && keys.includes(other));
          equal(shared.length, together.length);
        }
    }),
  );
});

/** Places of all letters of a text such as `a–cf`. */
function lettersIn(text = ""): readonly number[] {
  const runs = [...text.matchAll(/([a-z]\d*)(?:–([a-z]\d*))?/g)];
  return runs.flatMap(([, first = "", last = first]) => {
    const [from, to] = [placeOf(first), placeOf(last)];
    return Array.from({ length: to - from + 1 }, (_, index) => from + index);
  });
}

function placeOf(letter: string): number {
  return 26 * Number(letter.slice(1) || 0) + letter.charCodeAt(0) - "a".charCodeAt(0);
}
