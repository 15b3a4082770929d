import { equal, match } from "node:assert/strict";
import { test } from "node:test";
import { htmlOfBlock, withCode } from "./block.ts";
import { formatHtml } from "./html.ts";

test("a table names its columns and lines for a screen reader", () => {
  const table = {
    columns: [
      { title: "rank", align: "right" },
      { title: "server", align: "left" },
    ],
    rows: [["1", "a<b"]],
  } as const;
  const text = formatHtml(htmlOfBlock({ kind: "table", table }));
  match(text, /<th scope="col" class="right">rank<\/th><th scope="col" class="left">server<\/th>/);
  match(text, /<td class="right">1<\/td><th scope="row" class="left">a&#60;b<\/th>/);
  match(text, /role="group" tabindex="0" aria-label="Table of rank, server"/);
});

test("what stands within backticks is code; a lone one is itself", () => {
  equal(formatHtml(withCode("got `a<b`.")), "got <code>a&#60;b</code>.");
  equal(formatHtml(withCode("a ` b")), "a ` b");
});

test("a drawing keeps its places", () => {
  equal(
    formatHtml(htmlOfBlock({ kind: "drawing", lines: [" 1  ██", "16  █"] })),
    '<pre tabindex="0"> 1  ██\n16  █</pre>',
  );
});
