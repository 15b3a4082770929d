import { deepEqual, equal } from "node:assert/strict";
import { test } from "node:test";
import { createScreen, type ScreenLine } from "./screen.ts";

/** A sequence that steers the terminal, a control by itself, or text. */
const tokenPattern = /\p{Cc}\[[?\d]*[A-Za-z]|\p{Cc}|\P{Cc}+/gu;

/** What a terminal shows after what was written to it, and whether its cursor is shown. */
function terminalAfter(written: readonly string[]) {
  const lines: string[] = [""];
  let row = 0;
  let isCursorShown = true;
  const tokens = written.join("").match(tokenPattern) ?? [];
  let column = 0;
  for (const token of tokens) {
    const current = lines[row] ?? "";
    if (token === "\r") column = 0;
    else if (token === "\n") [row, column] = [row + 1, 0];
    else if (token === "\u001b[?25l") isCursorShown = false;
    else if (token === "\u001b[?25h") isCursorShown = true;
    else if (token === "\u001b[K") lines[row] = current.slice(0, column);
    else if (token === "\u001b[J")
      lines.splice(row, Number.POSITIVE_INFINITY, current.slice(0, column));
    else if (token.startsWith("\u001b[")) row -= Number.parseInt(token.slice(2), 10);
    else {
      lines[row] = current.slice(0, column) + token + current.slice(column + token.length);
      column += token.length;
    }
    lines[row] ??= "";
  }
  return { lines, isCursorShown };
}

function screen() {
  const written: string[] = [];
  const clock = { now: 0 };
  const write = (text: string) => void written.push(text);
  const fit = ({ text }: ScreenLine) => ({ text: text.slice(0, 20) });
  const color = ({ text }: ScreenLine) => text;
  const made = createScreen({ write, fit, color }, () => clock.now);
  const draw = (...texts: readonly string[]) => made.draw(() => texts.map((text) => ({ text })));
  return { written, clock, screen: made, draw };
}

test("lines are rewritten in place, also when there are fewer or shorter ones", () => {
  const { written, clock, draw } = screen();
  draw("round 1 of 10", "koa", "12 req/s");
  clock.now = 300;
  draw("round 2", "fastify");
  deepEqual(terminalAfter(written).lines, ["round 2", "fastify"]);
});

test("what is printed stays above them", () => {
  const { written, clock, screen: made, draw } = screen();
  made.print({ text: "before" });
  draw("one", "two");
  made.print({ text: "refused" });
  clock.now = 300;
  draw("three", "four", "five");
  deepEqual(terminalAfter(written).lines, ["before", "refused", "three", "four", "five"]);
});

test("a rewritten line is cut to the terminal's width, one that stays is not", () => {
  const { written, screen: made, draw } = screen();
  draw("a line that is too long for it");
  made.print({ text: "a reason that must be read to its end" });
  deepEqual(terminalAfter(written).lines, [
    "a reason that must be read to its end",
    "a line that is too l",
  ]);
});

test("drawing happens at most four times a second, and the last state is not lost", (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const { written, clock, draw } = screen();
  for (let step = 0; step < 100; step += 1) draw(`step ${step}`);
  equal(written.length, 1);
  clock.now = 250;
  t.mock.timers.tick(250);
  equal(written.length, 2);
  deepEqual(terminalAfter(written).lines, ["step 99"]);
});

test("a closed screen leaves nothing but what was printed, and shows the cursor", (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const { written, screen: made, draw } = screen();
  draw("one", "two");
  equal(terminalAfter(written).isCursorShown, false);
  made.print({ text: "refused" });
  draw("later");
  made.close();
  t.mock.timers.tick(1000);
  made.close();
  deepEqual(terminalAfter(written), { lines: ["refused", ""], isCursorShown: true });
});

test("a screen that was never drawn writes nothing when it is closed", () => {
  const { written, screen: made } = screen();
  made.close();
  deepEqual(written, []);
});
