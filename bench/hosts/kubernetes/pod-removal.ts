import type { Kubectl } from "./kubectl.ts";
import { type Limits, shareLimit } from "./limits.ts";
import { findPod } from "./pod-start.ts";

/**
 * Deletes the Jobs of a selector and waits until they and their pods are gone. Throws where that
 * cannot be made sure.
 */
export async function removeJobs(
  kubectl: Kubectl,
  selector: string,
  { removal }: Limits,
): Promise<void> {
  const limit = shareLimit(removal, removal);
  const seconds = Math.max(1, Math.floor(removal / 1000));
  // In the foreground a Job goes after its pod.
  const wait = ["--cascade=foreground", "--wait", "--timeout", `${seconds}s`];
  const args = ["delete", "jobs", "--selector", selector, "--ignore-not-found", ...wait];
  const deleted = await kubectl.run(args, limit());
  if (deleted.kind === "failed") throw new Error(deleted.reason);
  const left = await findPod(kubectl, selector, limit());
  if (left !== undefined) throw new Error(`\`${left.name}\` is still there`);
}
