import { deepEqual, equal, match, rejects } from "node:assert/strict";
import {
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { prepareTree } from "./prepare-tree.ts";
import {
  commitAll,
  fakeNpm,
  gitIn,
  makeTestRepository,
  otherWorktrees,
  testEnvironment,
  testOptions,
  writeFiles,
} from "./test-repository.ts";

const alpha = "packages/alpha/src/server.ts";

test("a tree holds the files of its commit, and its packages link into itself", async () => {
  const repository = makeTestRepository();
  const first = gitIn(repository, "rev-parse", "HEAD");
  writeFiles(repository, { [alpha]: "// the second version\n" });
  commitAll(repository);
  const options = testOptions(repository);
  const tree = await prepareTree("HEAD~1", options);
  const { root, commit, serveProgram } = tree;
  equal(commit, first);
  const [server, ...others] = tree.servers();
  deepEqual([server?.name, server?.entry, others.length], ["alpha", join(root, alpha), 0]);
  equal(readFileSync(server!.entry, "utf8"), "// the first version\n");
  equal(realpathSync(join(root, "node_modules/@rowbench/alpha")), join(root, "packages/alpha"));
  equal(serveProgram, join(root, "shared/lifecycle/serve.mjs"));
  equal(options.told.length, 2);
  await tree.dispose();
  equal(existsSync(root), false);
  await tree.dispose();
});

const needsModes = { skip: process.platform === "win32" && "has no permission bits" };

test("other accounts can read a tree", needsModes, async () => {
  const tree = await prepareTree("main", testOptions(makeTestRepository()));
  equal(statSync(tree.root).mode & 0o777, 0o755);
  await tree.dispose();
});

test("two trees stand side by side, and the user's changes and index stay as they were", async () => {
  const repository = makeTestRepository();
  gitIn(repository, "branch", "old");
  writeFiles(repository, { [alpha]: "// the second version\n" });
  commitAll(repository);
  writeFiles(repository, { "staged.txt": "staged", [alpha]: "// not committed\n" });
  gitIn(repository, "add", "staged.txt");
  writeFiles(repository, { "staged.txt": "changed again", "untracked.txt": "untracked" });
  const before = stateOf(repository);
  match(before.status, /AM staged.txt\n.*\?\? untracked.txt/s);

  const options = testOptions(repository);
  const trees = await Promise.all([prepareTree("old", options), prepareTree("main", options)]);
  deepEqual(
    trees.map(({ root }) => readFileSync(join(root, alpha), "utf8")),
    ["// the first version\n", "// the second version\n"],
  );
  deepEqual([...otherWorktrees(repository)].sort(), trees.map(({ root }) => root).sort());
  deepEqual(stateOf(repository), before);

  await Promise.all(trees.map((tree) => tree.dispose()));
  deepEqual(otherWorktrees(repository), []);
  deepEqual(stateOf(repository), before);
});

function stateOf(repository: string) {
  return {
    status: gitIn(repository, "status", "--porcelain"),
    index: readFileSync(join(repository, ".git/index"), "hex"),
    changes: gitIn(repository, "diff"),
    refs: gitIn(repository, "for-each-ref"),
    head: readFileSync(join(repository, ".git/HEAD"), "utf8"),
    config: readFileSync(join(repository, ".git/config"), "utf8"),
  };
}

test("within a hook of git, whose variables name another index, it is left alone", async () => {
  const repository = makeTestRepository();
  const index = join(repository, "index-of-the-hook");
  writeFileSync(index, "not an index");
  const hooked = { ...testEnvironment, GIT_DIR: "/nowhere", GIT_INDEX_FILE: index };
  const tree = await prepareTree("main", testOptions(repository, { environment: hooked }));
  equal(readFileSync(index, "utf8"), "not an index");
  await tree.dispose();
});

test("a hook of the user does not run for a tree", needsModes, async () => {
  const repository = makeTestRepository();
  const hooks = join(repository, ".git/hooks");
  mkdirSync(hooks, { recursive: true });
  writeFileSync(join(hooks, "post-checkout"), "#!/bin/sh\nexit 1\n", { mode: 0o755 });
  const tree = await prepareTree("main", testOptions(repository));
  await tree.dispose();
});

test("a version that does not install is refused with npm's reason, and leaves nothing", async () => {
  const repository = makeTestRepository();
  const dependencies = { "@rowbench/beta": "1.0.0" };
  writeFiles(repository, {
    "package.json": JSON.stringify({ name: "outer", workspaces: ["packages/*"] }),
    "packages/alpha/package.json": JSON.stringify({ name: "@rowbench/alpha", dependencies }),
    "package-lock.json": "{}",
  });
  commitAll(repository);
  await rejects(prepareTree("main", testOptions(repository)), {
    code: "TREE_FAILED",
    message: /packages of `main` do not install, `npm ci` ended with exit code 1:\n {2}code E/,
  });
  deepEqual(otherWorktrees(repository), []);
});

test("of what npm says, the reason and its log are shown, not its usage", async () => {
  const lines = Array.from({ length: 30 }, (_, index) => `npm error line ${index}`);
  const environment = fakeNpm(
    `console.error(${JSON.stringify(lines.join("\n"))}); process.exit(7)`,
  );
  const options = testOptions(makeTestRepository(), { environment });
  await rejects(prepareTree("main", options), {
    message: /ended with exit code 7:\n {2}line 0\n.* {2}line 6\n {2}line 29$/s,
  });
});

test("an interrupt during the installation ends npm and leaves nothing", async () => {
  const repository = makeTestRepository();
  const interrupt = new AbortController();
  const environment = fakeNpm(
    `require("node:fs").writeFileSync("pid", String(process.pid)); setInterval(() => {}, 1000)`,
  );
  const options = testOptions(repository, { environment, signal: interrupt.signal });
  const prepared = prepareTree("main", options);
  const npm = await installingProcess(repository);
  interrupt.abort(new Error("Ctrl-C"));
  await rejects(prepared, /Ctrl-C/);
  deepEqual(otherWorktrees(repository), []);
  rejectsAlive(npm);
});

async function installingProcess(repository: string): Promise<number> {
  for (let attempt = 0; attempt < 1000; attempt++) {
    const [root = ""] = otherWorktrees(repository);
    const file = join(root, "pid");
    const text = root !== "" && existsSync(file) ? readFileSync(file, "utf8") : "";
    if (text !== "") return Number(text);
    await delay(10);
  }
  throw new Error("the installation did not start within ten seconds");
}

function rejectsAlive(pid: number): void {
  let alive = true;
  try {
    process.kill(pid, 0);
  } catch {
    alive = false;
  }
  equal(alive, false);
}

test("an interrupt before the start leaves nothing", async () => {
  const repository = makeTestRepository();
  const options = testOptions(repository, { signal: AbortSignal.abort(new Error("Ctrl-C")) });
  await rejects(prepareTree("main", options), /Ctrl-C/);
  deepEqual(otherWorktrees(repository), []);
});

test("a version from before servers were started like this is refused before its checkout", async () => {
  const repository = makeTestRepository();
  const options = testOptions(repository);
  writeFiles(repository, { "shared/lifecycle/serve.mjs": "// reads POOL at most\n" });
  commitAll(repository);
  await rejects(prepareTree("main", options), {
    code: "TREE_FAILED",
    message: /^`main` \(commit .{10}\) does not read the setting `DRIVER`, .* commit 7e4d52c on$/,
  });
  gitIn(repository, "rm", "--quiet", "shared/lifecycle/serve.mjs");
  commitAll(repository);
  await rejects(prepareTree("main", options), {
    code: "TREE_FAILED",
    message: /has no `shared\/lifecycle\/serve\.mjs`, .* that works from commit 7e4d52c on$/,
  });
  deepEqual([...options.told], []);
});
