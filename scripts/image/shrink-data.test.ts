import { deepEqual, equal, ok } from "node:assert/strict";
import { test } from "node:test";
import { parseElf } from "./elf.ts";
import { keepItems } from "./icu-data.ts";
import { shrinkData } from "./shrink-data.ts";
import { testElf } from "./test-elf.ts";

const symbols = Buffer.alloc(0);

test("a library gets less data, by whole pages, and its other segments stay as they are", () => {
  const { file, data } = testElf({ data: Buffer.alloc(5 * 4096, 7), symbols });
  const shrunk = shrinkData(file, () => Buffer.from("less"));
  ok(shrunk);
  equal(shrunk.length, file.length - 4 * 4096);
  equal(shrunk.toString("latin1", data, data + 4), "less");
  const [first, second] = parseElf(shrunk)?.segments ?? [];
  // What is not in the file is zeros in memory, as large as before.
  equal(first?.size, data + 4);
  equal(shrunk.readBigUInt64LE((first?.entry ?? 0) + 40), BigInt(data + 5 * 4096));
  ok(second);
  equal(shrunk.toString("latin1", second.offset, second.offset + 16), "second segment.\0");
  equal(second.offset % 4096, 0);
});

test("a library stays as it is where nothing is won, or its data is not known", () => {
  const { file } = testElf({ data: Buffer.alloc(2 * 4096, 7), symbols });
  equal(
    shrinkData(file, (data) => data),
    undefined,
  );
  equal(
    shrinkData(file, () => undefined),
    undefined,
  );
  equal(
    shrinkData(Buffer.from("no library"), () => Buffer.alloc(0)),
    undefined,
  );
});

/** ICU's package of two bytes an item, as its own tools write it. */
function icuPackage(names: readonly string[]): Buffer {
  const head = Buffer.from(
    "200000002700000000000000000000000000000000000000000000000000000000",
    "hex",
  );
  head.writeUInt16LE(32, 0);
  head.writeUInt16LE(0x27da, 2);
  const table = Buffer.alloc(4 + names.length * 8);
  table.writeUInt32LE(names.length, 0);
  const texts = Buffer.from(names.map((name) => `${name}\0`).join(""));
  let nameStart = table.length;
  names.forEach((name, index) => {
    table.writeUInt32LE(nameStart, 4 + index * 8);
    table.writeUInt32LE(table.length + texts.length + index * 2, 8 + index * 8);
    nameStart += name.length + 1;
  });
  const contents = Buffer.from(names.map((_, index) => `${index}!`).join(""));
  return Buffer.concat([head.subarray(0, 32), table, texts, contents]);
}

test("items of ICU's data are kept by name, each with its content", () => {
  const kept = keepItems(icuPackage(["a", "b/c", "b/d"]), (name) => name !== "b/c");
  ok(kept);
  const table = kept.subarray(32);
  equal(table.readUInt32LE(0), 2);
  const items = [0, 1].map((index) => {
    const [name, content] = [table.readUInt32LE(4 + index * 8), table.readUInt32LE(8 + index * 8)];
    // The processor reads numbers there.
    equal(content % 16, 0);
    return [
      table.toString("latin1", name, table.indexOf(0, name)),
      table.toString("latin1", content, content + 2),
    ];
  });
  deepEqual(items, [
    ["a", "0!"],
    ["b/d", "2!"],
  ]);
  equal(
    keepItems(Buffer.from("something else, and long enough"), () => true),
    undefined,
  );
});
