import { messageOf } from "@rowbench/shared/contract";
import type { Git } from "./git.ts";
import { listWorktrees, removeWorktree, treeOwner } from "./worktree.ts";

/** Removes the trees of runs that were killed; one that resists is told and left. */
export async function removeLeftovers(
  git: Git,
  onProgress: (message: string) => void,
): Promise<void> {
  for (const folder of await listWorktrees(git)) {
    const owner = treeOwner(folder);
    if (owner === undefined || isAlive(owner)) continue;
    onProgress(`removing \`${folder}\`, which a killed run left behind`);
    await removeWorktree(git, folder).catch((error) => onProgress(messageOf(error)));
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // EPERM: it lives and belongs to somebody else.
    return (error as NodeJS.ErrnoException).code !== "ESRCH";
  }
}
