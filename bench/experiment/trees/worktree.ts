import { chmod, mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { RowbenchError } from "@rowbench/shared/contract";
import type { Git } from "./git.ts";

/** A fresh folder of the system's temporary one, with this process's id in its name. */
export async function makeTreeFolder(): Promise<string> {
  const temporary = await realpath(tmpdir());
  const folder = await mkdtemp(join(temporary, `rowbench-tree-${process.pid}-`));
  // mkdtemp makes it 0700, which closes it to every other account that a server may run under.
  await chmod(folder, 0o755);
  return folder;
}

/** The id of the process that made a tree's folder; undefined for any other folder. */
export function treeOwner(folder: string): number | undefined {
  const [, pid] = /^rowbench-tree-(\d+)-\w{6}$/.exec(basename(folder)) ?? [];
  return pid === undefined ? undefined : Number(pid);
}

/** Checks a commit out into an empty folder; nothing of the user's own tree or index changes. */
export async function addWorktree(
  git: Git,
  folder: string,
  { commit, signal }: { readonly commit: string; readonly signal: AbortSignal },
): Promise<void> {
  const added = await git(["worktree", "add", "--detach", folder, commit], signal);
  if (added.exitCode === 0) return;
  throw worktreeFailure(`git cannot check out ${commit} in \`${folder}\``, added);
}

/** Removes the folder and git's note of it, whatever is there of either. */
export async function removeWorktree(git: Git, folder: string): Promise<void> {
  // Twice `--force`: git keeps a tree locked whose checkout was killed. No `git worktree prune`
  // follows: that would forget the user's own trees on a disk that is not mounted now.
  const removed = await git(["worktree", "remove", "--force", "--force", folder]);
  await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  if (removed.exitCode === 0 || !(await listWorktrees(git)).includes(folder)) return;
  throw worktreeFailure(`git cannot forget the working tree \`${folder}\``, removed);
}

/** The folders of all working trees of the repository, the user's own among them. */
export async function listWorktrees(git: Git): Promise<readonly string[]> {
  const { stdout } = await git(["worktree", "list", "--porcelain"]);
  const label = "worktree ";
  return stdout
    .split("\n")
    .filter((line) => line.startsWith(label))
    .map((line) => line.slice(label.length));
}

function worktreeFailure(
  what: string,
  { stderr, ending }: { readonly stderr: string; readonly ending: string },
): RowbenchError {
  return new RowbenchError("TREE_FAILED", `${what}: ${stderr.trim() || ending}`);
}
