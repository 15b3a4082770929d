import { deepEqual, equal } from "node:assert/strict";
import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { createGit } from "./git.ts";
import { removeLeftovers } from "./leftovers.ts";
import {
  deadProcess,
  gitIn,
  makeTestFolder,
  makeTestRepository,
  otherWorktrees,
  testEnvironment,
} from "./test-repository.ts";

async function removeThose(repository: string): Promise<readonly string[]> {
  const told: string[] = [];
  await removeLeftovers(createGit(repository, testEnvironment), (message) => told.push(message));
  return told;
}

function addTree(repository: string, name: string): string {
  const folder = join(makeTestFolder(), name);
  gitIn(repository, "worktree", "add", "--quiet", "--detach", folder);
  return folder;
}

test("the tree of a killed run is removed; that of a live one and the user's own stay", async () => {
  const repository = makeTestRepository();
  const left = addTree(repository, `rowbench-tree-${deadProcess()}-abcDE1`);
  const live = addTree(repository, `rowbench-tree-${process.pid}-abcDE2`);
  const own = addTree(repository, "rowbench-tree-of-mine");
  deepEqual(await removeThose(repository), [
    `removing \`${left}\`, which a killed run left behind`,
  ]);
  equal(existsSync(left), false);
  deepEqual([...otherWorktrees(repository)].sort(), [live, own].sort());
});

test("a tree that was killed during its checkout, or whose folder is gone, is forgotten", async () => {
  const repository = makeTestRepository();
  const locked = addTree(repository, `rowbench-tree-${deadProcess()}-abcDE3`);
  gitIn(repository, "worktree", "lock", "--reason", "initializing", locked);
  rmSync(addTree(repository, `rowbench-tree-${deadProcess()}-abcDE4`), { recursive: true });
  await removeThose(repository);
  deepEqual(otherWorktrees(repository), []);
});

test("a tree of the user on a disk that is not there now is not forgotten", async () => {
  const repository = makeTestRepository();
  const own = addTree(repository, "on-another-disk");
  rmSync(own, { recursive: true });
  addTree(repository, `rowbench-tree-${deadProcess()}-abcDE5`);
  await removeThose(repository);
  deepEqual(otherWorktrees(repository), [own]);
});
