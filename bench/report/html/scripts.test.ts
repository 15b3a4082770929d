import { deepEqual, doesNotMatch, equal } from "node:assert/strict";
import { test } from "node:test";
import { runInNewContext } from "node:vm";
import { formatHtml } from "./html.ts";
import { inlineJson, safeScript } from "./scripts.ts";

test("data cannot end its element, and reads as what it was", () => {
  const data = { label: "</script><!--<script>alert(1)</script>", value: [1, null] };
  const text = formatHtml(inlineJson("page-data", data));
  const [, json = ""] =
    /^<script type="application\/json" id="page-data">(.*)<\/script>$/.exec(text) ?? [];
  doesNotMatch(json, /</);
  deepEqual(JSON.parse(json), data);
});

test("a script cannot end its element, and means the same", () => {
  const text = `["</SCRIPT>", "<!--<script", /<\\/script>/.test("</script>")]`;
  const safe = safeScript(text);
  doesNotMatch(safe, /<(\/?script|!--)/i);
  equal(JSON.stringify(runInNewContext(safe)), JSON.stringify(runInNewContext(text)));
});
