import { equal } from "node:assert/strict";
import { test } from "node:test";
import { formatHtml, html, trustedHtml } from "./html.ts";

test("a value is text: it can end neither an element nor an attribute", () => {
  const hostile = `"><script>alert('1')</script>&amp;`;
  equal(
    formatHtml(html`<p title="${hostile}">${hostile}</p>`),
    '<p title="&#34;&#62;&#60;script&#62;alert(&#39;1&#39;)&#60;/script&#62;&#38;amp;">&#34;&#62;&#60;script&#62;alert(&#39;1&#39;)&#60;/script&#62;&#38;amp;</p>',
  );
});

test("markup and lists of it stand as they are", () => {
  const items = ["a<b", "c"].map((one) => html`<li>${one}</li>`);
  equal(formatHtml(html`<ul>${items}</ul>`), "<ul><li>a&#60;b</li><li>c</li></ul>");
  equal(formatHtml(html`${trustedHtml("<br>")}${2}`), "<br>2");
});

test("backslashes and dollars of a template are kept", () => {
  equal(formatHtml(html`\n${"$&"}`), "\n$&#38;");
});
