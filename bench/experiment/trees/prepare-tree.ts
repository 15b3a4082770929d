import { join } from "node:path";
import { listServers, type ServerPackage } from "@rowbench/shared/concurrency";
import { messageOf, RowbenchError } from "@rowbench/shared/contract";
import type { Environment } from "@rowbench/shared/processes";
import { childEnvironment } from "./child-environment.ts";
import { createGit, type Git } from "./git.ts";
import { installPackages } from "./install-packages.ts";
import { removeLeftovers } from "./leftovers.ts";
import { resolveCommit } from "./resolve-commit.ts";
import { runProgram } from "./run-program.ts";
import { assertStartable, servePath } from "./start-interface.ts";
import { addWorktree, makeTreeFolder, removeWorktree } from "./worktree.ts";

/** Another version of the repository, checked out and installed beside the present one. */
export interface Tree {
  /** The full hash. */
  readonly commit: string;
  /** The folder of its checkout, all symbolic links resolved. */
  readonly root: string;
  /** Path of its `serve.mjs`, which starts its servers as the present one starts the present. */
  readonly serveProgram: string;
  /** The servers of that version, by name. */
  servers(): readonly ServerPackage[];
  /** Removes the folder; to be called once its servers have ended, also after an interrupt. */
  dispose(): Promise<void>;
}

/** Where the version comes from, and who hears of its preparation. */
export interface TreeOptions {
  /** The root folder of a clone: it keeps its index, its branches and its changes. */
  readonly repository: string;
  /** For git and npm, and for `npm_execpath`: the variables of the calling program. */
  readonly environment: Environment;
  readonly onProgress: (message: string) => void;
  /** Ends the preparation, which then rejects with the signal's reason and leaves nothing. */
  readonly signal: AbortSignal;
}

/**
 * Checks a commit out into a folder of its own and installs it there. Throws USAGE for a ref that
 * names no commit and for a folder that is no clone; TREE_FAILED for a version that cannot
 * be started beside the present one or does not install.
 */
export async function prepareTree(ref: string, options: TreeOptions): Promise<Tree> {
  const { repository, onProgress } = options;
  const environment = childEnvironment(options.environment);
  const git = createGit(repository, environment);
  const commit = await resolveCommit(ref, repository, git);
  await assertStartable(ref, commit, git);
  await removeLeftovers(git, onProgress);
  const root = await makeTreeFolder();
  const dispose = () => removeWorktree(git, root);
  try {
    await fill(git, root, { ...options, environment, ref, commit });
  } catch (error) {
    await dispose().catch((second) => fail(error, second));
    throw error;
  }
  const servers = () => listServers(join(root, "packages"));
  return { commit, root, serveProgram: join(root, servePath), servers, dispose };
}

async function fill(
  git: Git,
  root: string,
  options: TreeOptions & { readonly ref: string; readonly commit: string },
): Promise<void> {
  const { ref, commit, onProgress } = options;
  onProgress(`checking out \`${ref}\` (commit ${commit.slice(0, 10)}) in \`${root}\``);
  await addWorktree(git, root, options);
  onProgress(`installing the packages of \`${ref}\``);
  await installPackages(root, options);
  await writeOut(options);
}

/**
 * Half a gigabyte that the kernel has yet to write would disturb the first rounds. Where there is
 * no `sync` it does so.
 */
async function writeOut({ environment, signal }: TreeOptions): Promise<void> {
  await runProgram("sync", [], { environment, signal }).catch(() => signal.throwIfAborted());
}

function fail(first: unknown, second: unknown): never {
  const message = `${messageOf(first)}\n${messageOf(second)}`;
  throw new RowbenchError("TREE_FAILED", message, { cause: first });
}
