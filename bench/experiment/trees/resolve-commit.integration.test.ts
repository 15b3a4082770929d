import { equal, rejects } from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { createGit } from "./git.ts";
import { resolveCommit } from "./resolve-commit.ts";
import {
  commitAll,
  gitIn,
  makeTestFolder,
  makeTestRepository,
  testEnvironment,
  writeFiles,
} from "./test-repository.ts";

const resolve = (ref: string, repository: string) =>
  resolveCommit(ref, repository, createGit(repository, testEnvironment));

const usage = (message: RegExp) => ({ code: "USAGE", message });

test("a branch, an annotated tag, a short hash and a step back name their commit", async () => {
  const repository = makeTestRepository();
  const first = gitIn(repository, "rev-parse", "HEAD");
  gitIn(repository, "tag", "--annotate", "--message", "first", "v1");
  gitIn(repository, "branch", "topic/one");
  writeFiles(repository, { "second.txt": "" });
  const second = commitAll(repository);
  for (const ref of ["v1", "topic/one", first.slice(0, 8), "HEAD~1", "main^"]) {
    equal(await resolve(ref, repository), first, ref);
  }
  equal(await resolve("main", repository), second);
});

test("a ref that does not exist is refused with the nearest ones", async () => {
  const repository = makeTestRepository();
  for (const branch of ["mint", "topic/speed", "unlike"]) gitIn(repository, "branch", branch);
  gitIn(repository, "tag", "v1.2.0");
  gitIn(repository, "update-ref", "refs/remotes/origin/release", "HEAD");
  await rejects(
    resolve("mian", repository),
    usage(/^`mian` does not .* did you mean `m\w+`, `m\w+`\?$/),
  );
  await rejects(resolve("speed", repository), usage(/did you mean `topic\/speed`\?$/));
  await rejects(resolve("release", repository), usage(/did you mean `origin\/release`\?$/));
  await rejects(resolve("v1.2.1", repository), usage(/did you mean `v1\.2\.0`\?$/));
});

test("with none near, the newest branches and tags are shown", async () => {
  const repository = makeTestRepository();
  for (const index of [1, 2, 3, 4, 5, 6]) gitIn(repository, "tag", `v${index}`);
  await rejects(
    resolve("something-else", repository),
    usage(
      /: give a branch, a tag \(such as (`[\w]+`, ){4}`[\w]+` and 2 more\) or a commit's hash$/,
    ),
  );
});

test("an option, an excluded commit, a range, a file and nothing are no commits", async () => {
  const repository = makeTestRepository();
  for (const ref of ["--all", "-h", "^HEAD", "main..main", "HEAD:package.json", ""]) {
    await rejects(resolve(ref, repository), usage(/does not name one commit/), ref);
  }
});

test("a folder without git says so, and so does a folder of another repository", async () => {
  const plain = makeTestFolder();
  await rejects(
    resolve("main", plain),
    usage(/is no clone that git can use \(fatal: .+\): clone/s),
  );
  const inside = join(makeTestRepository(), "packages/alpha");
  await rejects(
    resolve("main", inside),
    usage(/\(it is the folder `packages\/alpha\/` of another one\)/),
  );
});

test("a repository without a commit has none to name", async () => {
  const empty = makeTestFolder();
  gitIn(empty, "init", "--quiet");
  await rejects(resolve("HEAD", empty), usage(/: give a branch, a tag or a commit's hash$/));
});

test("a shallow clone that lacks the commit says how to fetch it", async () => {
  const repository = makeTestRepository();
  const first = gitIn(repository, "rev-parse", "HEAD");
  writeFiles(repository, { "second.txt": "" });
  const second = commitAll(repository);
  const clone = makeTestFolder();
  gitIn(clone, "clone", "--quiet", "--depth=1", `file://${repository}`, ".");
  equal(await resolve("main", clone), second);
  for (const ref of [first, "HEAD~1", "older"]) {
    await rejects(
      resolve(ref, clone),
      usage(/shallow clone holds: The rest comes with `git fetch --unshallow .*fetch-depth: 0/),
    );
  }
});

test("what a shallow clone is told to fetch brings every branch", async () => {
  const repository = makeTestRepository();
  gitIn(repository, "branch", "older");
  const first = gitIn(repository, "rev-parse", "HEAD");
  writeFiles(repository, { "second.txt": "" });
  commitAll(repository);
  const clone = makeTestFolder();
  gitIn(clone, "clone", "--quiet", "--depth=1", `file://${repository}`, ".");
  const message = await resolve("older", clone).catch((error: Error) => error.message);
  const [, refspec = ""] = /`git fetch --unshallow origin '(.+?)'`/.exec(String(message)) ?? [];
  gitIn(clone, "fetch", "--quiet", "--unshallow", "origin", refspec);
  await rejects(resolve("older", clone), usage(/: did you mean `origin\/older`\?$/));
  for (const ref of ["origin/older", first]) equal(await resolve(ref, clone), first);
});

test("without git on the PATH the person is told to install it", async () => {
  const repository = makeTestFolder();
  const git = createGit(repository, { PATH: repository });
  await rejects(resolveCommit("main", repository, git), {
    code: "TREE_FAILED",
    message: "`git` does not start: it is not on the PATH: install it",
  });
});
