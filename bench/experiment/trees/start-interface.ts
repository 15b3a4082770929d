import { RowbenchError } from "@rowbench/shared/contract";
import type { Git } from "./git.ts";

/** The program that starts a server, in the tree of every version. */
export const servePath = "shared/lifecycle/serve.mjs";

/** From here on servers start with the arguments, the environment and the message of today. */
const firstCommit = "7e4d52c";
/** The youngest setting of a start: a version that does not read it would ignore it silently. */
const youngestSetting = "DRIVER";

/** Throws TREE_FAILED for a version whose servers cannot be started as the present ones. */
export async function assertStartable(ref: string, commit: string, git: Git): Promise<void> {
  const program = await git(["cat-file", "-e", `${commit}:${servePath}`]);
  if (program.exitCode !== 0) throw notStartable(ref, commit, `has no \`${servePath}\``);
  const where = [commit, "--", "shared/lifecycle"];
  const setting = await git(["grep", "--quiet", "--word-regexp", youngestSetting, ...where]);
  if (setting.exitCode === 0) return;
  const reason = `does not read the setting \`${youngestSetting}\``;
  if (setting.exitCode === 1) throw notStartable(ref, commit, reason);
  throw notStartable(ref, commit, `cannot be read (${setting.stderr.trim() || setting.ending})`);
}

function notStartable(ref: string, commit: string, reason: string): RowbenchError {
  return new RowbenchError(
    "TREE_FAILED",
    `\`${ref}\` (commit ${commit.slice(0, 10)}) ${reason}, so its servers cannot be started ` +
      `beside the present ones: that works from commit ${firstCommit} on`,
  );
}
