import { deepEqual, equal } from "node:assert/strict";
import { test } from "node:test";
import { isTerminal, terminalOptions } from "./terminal-stream.ts";

const terminal = { isTTY: true, columns: 100, hasColors: () => true };

test("a pipe and a file have 80 columns and no colour", () => {
  deepEqual(terminalOptions({}), { width: 80, isColored: false });
  deepEqual(terminalOptions({ ...terminal, isTTY: false }), { width: 80, isColored: false });
});

test("a terminal has its own width, within what can be read", () => {
  equal(terminalOptions(terminal).width, 100);
  equal(terminalOptions({ ...terminal, columns: 300 }).width, 120);
  equal(terminalOptions({ ...terminal, columns: 10 }).width, 40);
});

test("colour is there where Node.js finds it", () => {
  equal(terminalOptions({ ...terminal, hasColors: () => false }).isColored, false);
});

test("nothing is rewritten on a dumb terminal", () => {
  equal(isTerminal(terminal, { TERM: "dumb" }), false);
  equal(isTerminal(terminal, { TERM: "xterm" }), true);
  equal(isTerminal({}, { TERM: "xterm" }), false);
});
