import { deepEqual, equal } from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { Script } from "node:vm";
import { joinModules } from "./join-modules.ts";

test("modules run once each, after all that they import, and keep their names to themselves", () => {
  const folder = mkdtempSync(join(tmpdir(), "rowbench-modules-"));
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
  try {
    const main = 'import { a } from "./a.js";\nimport { b } from "./b.js";\nseen.push(a(), b);\n';
    write("main.js", main);
    const first =
      'import {\n  b,\n} from "./b.js";\nconst own = 1;\nexport function a() {\n  return own + b;\n}\n';
    write("a.js", first);
    write("b.js", "/** Three. */\nconst own = 3;\nexport const b = own;\nseen.push(own);\n");
    const seen: number[] = [];
    new Script(joinModules(join(folder, "main.js"))).runInNewContext({ seen });
    deepEqual(seen, [3, 4, 3]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("nothing of a module is left in the code of the page", () => {
  const joined = joinModules(join(import.meta.dirname, "client", "main.js"));
  equal(/^(import|export) /m.exec(joined), null);
  new Script(joined);
});
