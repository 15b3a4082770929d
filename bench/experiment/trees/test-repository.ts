import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after } from "node:test";
import type { Environment } from "@rowbench/shared/processes";
import type { TreeOptions } from "./prepare-tree.ts";

/** For tests: nothing of the person's own settings of git, and no repository of an outer hook. */
export const testEnvironment: Environment = {
  ...process.env,
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_CONFIG_SYSTEM: "/dev/null",
  GIT_DIR: undefined,
  GIT_INDEX_FILE: undefined,
  GIT_WORK_TREE: undefined,
};

/** For tests: a folder that is removed after the last test. */
export function makeTestFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "rowbench-trees-")));
  after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** For tests: runs git in the folder and returns what it says, without the last line's end. */
export function gitIn(folder: string, ...args: readonly string[]): string {
  const author = ["-c", "user.name=test", "-c", "user.email=test@localhost"];
  const all = ["--no-optional-locks", "-C", folder, ...author, ...args];
  return execFileSync("git", all, { env: testEnvironment, encoding: "utf8" }).trimEnd();
}

/** For tests: writes files by their paths below the folder. */
export function writeFiles(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

/** For tests: adds all files and commits them; returns the hash. */
export function commitAll(folder: string): string {
  gitIn(folder, "add", "--all");
  gitIn(folder, "commit", "--quiet", "--message", "a version");
  return gitIn(folder, "rev-parse", "HEAD");
}

/**
 * For tests: a repository on the branch `main` with one commit, laid out as this one: a server
 * `alpha`, a program that starts it, and a lockfile that installs without a network.
 */
export function makeTestRepository(): string {
  const folder = makeTestFolder();
  gitIn(folder, "init", "--quiet", "--initial-branch=main");
  writeFiles(folder, {
    ".gitignore": "node_modules/\n",
    "package.json": manifest({ name: "outer", private: true, workspaces: ["packages/*"] }),
    "package-lock.json": manifest(lockfile),
    "packages/alpha/package.json": manifest({
      name: "@rowbench/alpha",
      rowbench: { framework: "node:http", sockets: "node" },
    }),
    "packages/alpha/src/server.ts": "// the first version\n",
    "shared/lifecycle/serve.mjs": "const { DRIVER } = process.env;\n",
  });
  commitAll(folder);
  return folder;
}

const lockfile = {
  name: "outer",
  lockfileVersion: 3,
  requires: true,
  packages: {
    "": { name: "outer", workspaces: ["packages/*"] },
    "node_modules/@rowbench/alpha": { resolved: "packages/alpha", link: true },
    "packages/alpha": { name: "@rowbench/alpha" },
  },
};

function manifest(content: object): string {
  return `${JSON.stringify(content, null, 2)}\n`;
}

/** For tests: the working trees that git knows besides the first. */
export function otherWorktrees(repository: string): readonly string[] {
  const lines = gitIn(repository, "worktree", "list", "--porcelain").split("\n");
  const folders = lines.filter((line) => line.startsWith("worktree "));
  return folders.slice(1).map((line) => line.slice("worktree ".length));
}

/** For tests: the id of a process that has ended. */
export function deadProcess(): number {
  return spawnSync(process.execPath, ["--eval", ""]).pid;
}

/** For tests: a program named like npm's own that runs this JavaScript instead. */
export function fakeNpm(script: string): Environment {
  const program = join(makeTestFolder(), "npm-cli.js");
  writeFileSync(program, script);
  return { ...testEnvironment, npm_execpath: program };
}

/** For tests: options with what was told on the way. */
export function testOptions(
  repository: string,
  changes: Partial<TreeOptions> = {},
): TreeOptions & { readonly told: readonly string[] } {
  const told: string[] = [];
  return {
    repository,
    environment: testEnvironment,
    onProgress: (message) => told.push(message),
    signal: new AbortController().signal,
    told,
    ...changes,
  };
}
