import { deepEqual, equal, match, ok } from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { cutBinary } from "./cut-binary.ts";
import { testElf } from "./test-elf.ts";

const folder = mkdtempSync(join(tmpdir(), "rowbench-cut-"));
after(() => rmSync(folder, { recursive: true }));

test("what stands behind the last segment is cut off, and what is loaded stays", () => {
  const { file, data } = testElf({ data: Buffer.alloc(8192, 7), symbols: Buffer.alloc(5000, 9) });
  const cut = cutBinary(file);
  ok(cut);
  equal(cut.includes(Buffer.alloc(100, 9)), false);
  deepEqual(cut.subarray(data, data + 8192), file.subarray(data, data + 8192));
  // Where the table of sections was, nothing may be looked for.
  equal(cut.readBigUInt64LE(40), 0n);
  equal(cut.readUInt16LE(60), 0);
});

test("a cut program has nothing more to cut, and other files are left alone", () => {
  const { file } = testElf({ data: Buffer.alloc(100, 1), symbols: Buffer.alloc(50, 2) });
  equal(cutBinary(cutBinary(file) ?? file), undefined);
  for (const other of ["", "#!/bin/sh\n", "x".repeat(500)])
    equal(cutBinary(Buffer.from(other)), undefined);
});

test("a real program is smaller afterwards, and runs", {
  skip: process.platform !== "linux",
}, () => {
  const original = readFileSync(process.execPath);
  const cut = cutBinary(original);
  ok(cut !== undefined && cut.length < original.length);
  const program = join(folder, "node");
  writeFileSync(program, cut);
  chmodSync(program, 0o755);
  const { stdout } = spawnSync(program, ["--print", "1 + 1"], { encoding: "utf8" });
  match(stdout, /^2$/m);
});
