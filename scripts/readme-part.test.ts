import { equal, throws } from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { listServers } from "@rowbench/shared/concurrency";
import { formatReadmePart, replaceReadmePart } from "./readme-part.ts";

describe("the shared part of a README", () => {
  for (const server of listServers()) {
    test(`${server.name}: is what \`npm run readmes\` writes`, () => {
      const readme = readFileSync(join(server.entry, "../../README.md"), "utf8");
      equal(replaceReadmePart(readme, formatReadmePart(server)), readme);
    });
  }

  test("leaves alone what stands around it", () => {
    const readme =
      "# A\n\n<!-- shared: start -->\nold\n<!-- shared: end -->\n\n| setting | why |\n";
    equal(replaceReadmePart(readme, "new"), "# A\n\nnew\n\n| setting | why |\n");
  });

  test("needs its markers", () => {
    throws(() => replaceReadmePart("# A\n", "new"), /expected <!-- shared: start -->/);
  });
});
