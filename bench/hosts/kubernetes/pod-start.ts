import { setTimeout as delay } from "node:timers/promises";
import type { Milliseconds } from "@rowbench/shared/contract";
import type { Job } from "kubernetes-types/batch/v1.js";
import type { EventList, PodList } from "kubernetes-types/core/v1.js";
import type { Kubectl } from "./kubectl.ts";
import { type Limits, shareLimit } from "./limits.ts";
import { type PodState, readPodState } from "./pod-state.ts";

/** A pod whose container runs. */
export interface RunningPod {
  readonly name: string;
  /** The image that it really runs, as its node names it: with a digest. */
  readonly imageId: string;
}

/** A pod and how far it is; undefined while there is none. */
interface FoundPod {
  readonly name: string;
  readonly state: PodState;
}

/**
 * Creates a Job and waits until its pod runs. Rejects with the reason where it does not, as soon as
 * that is known, and with the signal's once that aborts; the Job may be there in either case.
 */
export async function startPod(
  kubectl: Kubectl,
  job: Job,
  { selector, limits, signal }: StartOptions,
): Promise<RunningPod> {
  const deadline = performance.now() + limits.start;
  const limit = shareLimit(limits.start, limits.request);
  signal?.throwIfAborted();
  // Unknown fields are errors. `strict` means the same, but clients before 1.25 do not know it.
  const create = ["create", "--filename", "-", "--validate=true", "--output", "name"];
  const created = await kubectl.run(create, limit(), JSON.stringify(job));
  if (created.kind === "failed") throw new Error(created.reason);
  let waitedFor = "no pod was made for it";
  while (performance.now() < deadline) {
    signal?.throwIfAborted();
    const pod = await findPod(kubectl, selector, limit()).catch((error: unknown) => {
      // The last request has little of the time left: that it got no answer is not the news.
      if (performance.now() < deadline) throw error;
      return undefined;
    });
    if (pod?.state.kind === "running") return { name: pod.name, imageId: pod.state.imageId };
    const failure = await (pod
      ? whyNotRunning(kubectl, pod, limit)
      : whyNoPod(kubectl, job.metadata?.name ?? "", limit()));
    if (failure !== undefined) throw new Error(failure);
    if (pod) waitedFor = pod.state.reason;
    await delay(limits.poll, undefined, { signal }).catch(() => {});
  }
  throw new Error(`not running after ${limits.start / 1000} s: ${waitedFor}`);
}

export interface StartOptions {
  readonly selector: string;
  readonly limits: Limits;
  readonly signal: AbortSignal | undefined;
}

/** The newest pod that the selector finds; throws where the cluster does not answer. */
export async function findPod(
  kubectl: Kubectl,
  selector: string,
  limit: Milliseconds,
): Promise<FoundPod | undefined> {
  const args = ["get", "pods", "--selector", selector, "--output", "json"];
  const found = await kubectl.run(args, limit);
  if (found.kind === "failed") throw new Error(found.reason);
  const { items }: PodList = JSON.parse(found.stdout);
  const pod = items.at(-1);
  return pod && { name: pod.metadata?.name ?? "", state: readPodState(pod) };
}

/** Undefined while it may still come up. */
async function whyNotRunning(
  kubectl: Kubectl,
  { name, state }: FoundPod,
  limit: () => Milliseconds,
): Promise<string | undefined> {
  if (state.kind === "stuck") return state.reason;
  if (state.kind !== "ended") return undefined;
  return [state.reason, ...(await lastLines(kubectl, name, limit()))].join(": ");
}

/** What keeps a Job from making its pod, such as a quota. Not everybody may look at events. */
async function whyNoPod(
  kubectl: Kubectl,
  job: string,
  limit: Milliseconds,
): Promise<string | undefined> {
  const fields = `involvedObject.name=${job},reason=FailedCreate`;
  const found = await kubectl.run(
    ["get", "events", "--field-selector", fields, "--output", "json"],
    limit,
  );
  if (found.kind === "failed") return undefined;
  const { items }: EventList = JSON.parse(found.stdout);
  return items.at(-1)?.message;
}

/** What a role said before it ended, in one line. */
async function lastLines(
  kubectl: Kubectl,
  pod: string,
  limit: Milliseconds,
): Promise<readonly string[]> {
  const logs = await kubectl.run(["logs", pod, "--tail", "8"], limit);
  const lines = logs.stdout.split("\n").filter((line) => line.trim() !== "");
  return lines.length === 0 ? [] : [lines.join(" | ")];
}
