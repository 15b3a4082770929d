import { equal } from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const pathOf = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const runs = ["hosts-1", "hosts-2", "hosts-4"].map((name) =>
  pathOf(`../docs/results/2026-11-22/${name}`),
);

test("the tables of docs/scale.md are those of the published runs", () => {
  const folder = mkdtempSync(join(tmpdir(), "rowbench-scale-"));
  try {
    const document = join(folder, "scale.md");
    copyFileSync(pathOf("../docs/scale.md"), document);
    execFileSync(process.execPath, [pathOf("scale.ts"), ...runs], {
      env: { ...process.env, ROWBENCH_SCALE: document },
    });
    equal(readFileSync(document, "utf8"), readFileSync(pathOf("../docs/scale.md"), "utf8"));
  } finally {
    rmSync(folder, { recursive: true });
  }
});
