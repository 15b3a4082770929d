import { doesNotMatch, equal, match, ok } from "node:assert/strict";
import { test } from "node:test";
import { stripVTControlCharacters } from "node:util";
import { experimentSummary, hono, koa, loadSummary } from "../fixtures/summary.ts";
import { displayWidth } from "../text/display-width.ts";
import { formatBlocks, formatTerminal } from "./terminal.ts";

const rounds = (base: number) => [0, 1, -1, 2, -2, 0].map((step) => base * (1 + step / 100));
const scattered = (base: number) =>
  [0, 30, -30, 10, -20, 5].map((step) => base + step * base * 0.01);

const ranking = experimentSummary([
  loadSummary([
    { series: { ...koa, server: "日本" }, throughputs: rounds(20_000) },
    { series: koa, throughputs: scattered(10_000) },
    { series: hono, throughputs: scattered(10_100).reverse() },
  ]),
]);

test("a ranking has 80 columns: places, ties drawn, rounds, P99 and cost", () => {
  const text = formatTerminal(ranking);
  ok(text.split("\n").every((line) => displayWidth(line) <= 80));
  match(text, /^rank +server\/model +req\/s +rounds +P99 ms +CPU µs$/m);
  match(text, /^ *1 +日本\/single +19,998 +·+╶?●╴?·* +0\.90 +50\.0$/m);
  match(text, /^ *2–3 +┌ +hono\/single .*\n *2–3 +└ +koa\/single /m);
  match(text, /Cells that a bracket joins cannot be told apart\./);
});

test("a narrow terminal loses columns by name, and shortens what all have in common", () => {
  const lines = formatTerminal(ranking, { width: 44 }).split("\n");
  match(lines.join("\n"), /^ *1 +日本 +19,998/m);
  match(lines.join("\n"), /^\(no room for: .*rounds/m);
});

test("colour is there when it is wanted, and changes nothing else", () => {
  const colored = formatTerminal(ranking, { isColored: true });
  ok(colored.includes("\u001b[1m"));
  equal(stripVTControlCharacters(colored), formatTerminal(ranking));
});

test("names and reasons cannot move the terminal", () => {
  const refused = [{ key: "x", series: koa, reasons: ["\u001b]0;title\u0007 \u009b2J gone"] }];
  const server = "evil\u001b[2J";
  const load = loadSummary([{ series: { ...koa, server }, throughputs: rounds(5) }], { refused });
  doesNotMatch(formatTerminal(experimentSummary([load])), /[^\P{Cc}\n]/u);
  const blocks = [{ kind: "heading" as const, text: "a\u001b[0mb" }];
  equal(formatBlocks(blocks), "a [0mb");
});

test("of many exceptions the first are shown, and the others counted", () => {
  const reasons = Array.from({ length: 9 }, (_, index) => ({
    key: `server${index}`,
    series: koa,
    reasons: ["it did not start"],
  }));
  const load = loadSummary([{ series: hono, throughputs: rounds(5) }], { refused: reasons });
  const text = formatTerminal(experimentSummary([load]));
  match(text, /^server5 refused: it did not start\n4 more lines of this kind in summary\.json$/m);
});
