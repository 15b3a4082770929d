import { deepEqual, equal, match } from "node:assert/strict";
import { test } from "node:test";
import { tableBlock } from "../text/document.ts";
import { glossaryOf } from "./glossary.ts";

function glossary(title: string, ...cells: readonly string[]): readonly string[] {
  const columns = [{ title, align: "left" as const }];
  return glossaryOf(tableBlock({ columns, rows: cells.map((cell) => [cell]) }));
}

test("each word that occurs is explained once", () => {
  const [sentence, ...others] = glossary("x", "saturated", "saturated", "1.02");
  match(sentence ?? "", /^“saturated”: the backlog grew/);
  deepEqual(others, []);
});

test("who is the limit is explained only where limits stand", () => {
  match(glossary("limit", "waits").join(), /^limit “waits”: at capacity nobody/);
  deepEqual(glossary("server", "machine"), []);
});

test("the floor of all drivers is called so wherever it stands", () => {
  for (const cell of ["wire", "driver wire", "express/single, wire against pg"])
    match(glossary("x", cell).join(), /^wire: .* a floor, not for production\.$/);
  deepEqual(glossary("x", "wired"), []);
});

test("a verdict that cannot tell is never called a tie", () => {
  match(
    glossary("x", "1.00 [0.95, 1.05] cannot tell").join(),
    /more rounds would tell\. It is no tie\.$/,
  );
});

test("a percentile of a single round is said to be one", () => {
  match(
    glossary("P99 ms", "60.4 (once)", "3.61 [3.10–4.02]").join(" "),
    /“\(once\)”: in a single round/,
  );
});

test("a table of plain figures needs no words", () => equal(glossary("x", "1,000").length, 0));
