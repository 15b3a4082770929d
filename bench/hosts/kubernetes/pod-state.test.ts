import { deepEqual } from "node:assert/strict";
import { test } from "node:test";
import type { ContainerState, Pod, PodStatus } from "kubernetes-types/core/v1.js";
import { type PodState, readPodState } from "./pod-state.ts";

const states: readonly (readonly [string, PodStatus, PodState])[] = [
  [
    "that nobody has looked at yet waits",
    { phase: "Pending" },
    { kind: "waiting", reason: "Pending" },
  ],
  [
    "whose container is made waits",
    withContainer({ waiting: { reason: "ContainerCreating" } }),
    { kind: "waiting", reason: "ContainerCreating" },
  ],
  [
    "whose image is nowhere is stuck",
    withContainer({ waiting: { reason: "ImagePullBackOff", message: 'Back-off "x:1"' } }),
    { kind: "stuck", reason: 'ImagePullBackOff: Back-off "x:1"' },
  ],
  [
    "whose image may not be pulled and is not there is stuck",
    withContainer({ waiting: { reason: "ErrImageNeverPull" } }),
    { kind: "stuck", reason: "ErrImageNeverPull" },
  ],
  [
    "for which there is no node is stuck",
    { phase: "Pending", conditions: [scheduled("False", "Unschedulable", "0/3 nodes")] },
    { kind: "stuck", reason: "Unschedulable: 0/3 nodes" },
  ],
  [
    "that is held back by a gate waits",
    { phase: "Pending", conditions: [scheduled("False", "SchedulingGated")] },
    { kind: "waiting", reason: "SchedulingGated" },
  ],
  [
    "that runs tells its image",
    withContainer({ running: {} }, "Running"),
    { kind: "running", imageId: "sha256:1" },
  ],
  [
    "that was evicted says so, not that its container was killed",
    {
      ...withContainer({ terminated: { exitCode: 137, reason: "Error" } }, "Failed"),
      reason: "Evicted",
      message: "The node was low on resource: memory.",
    },
    { kind: "ended", reason: "Evicted: The node was low on resource: memory." },
  ],
  [
    "that ran out of memory tells its limit",
    withContainer({ terminated: { exitCode: 137, reason: "OOMKilled" } }, "Failed"),
    {
      kind: "ended",
      reason: "OOMKilled: it needed more memory than its limit of 2Gi (exit code 137)",
    },
  ],
  [
    "that ended by itself tells its exit code",
    withContainer({ terminated: { exitCode: 0, reason: "Completed" } }, "Succeeded"),
    { kind: "ended", reason: "exit code 0" },
  ],
  [
    "that was killed tells the signal",
    withContainer({ terminated: { exitCode: 139, signal: 11, reason: "Error" } }, "Failed"),
    { kind: "ended", reason: "signal 11" },
  ],
  [
    "whose program cannot be run tells why",
    withContainer(
      { terminated: { exitCode: 128, reason: "StartError", message: "exec: no such file\n" } },
      "Failed",
    ),
    { kind: "ended", reason: "StartError (exit code 128): exec: no such file" },
  ],
];

for (const [what, status, state] of states) {
  test(`a pod ${what}`, () => {
    deepEqual(readPodState({ ...pod, status }), state);
  });
}

test("a pod that somebody deletes does not count as running", () => {
  const metadata = { deletionTimestamp: "2026-01-01T00:00:00Z" };
  const status = withContainer({ running: {} }, "Running");
  deepEqual(readPodState({ ...pod, metadata, status }), {
    kind: "ended",
    reason: "somebody deletes the pod",
  });
});

const pod: Pod = {
  apiVersion: "v1",
  kind: "Pod",
  spec: { containers: [{ name: "role", resources: { limits: { memory: "2Gi" } } }] },
};

function withContainer(state: ContainerState, phase = "Pending"): PodStatus {
  const rest = { image: "x:1", imageID: "sha256:1", ready: false, restartCount: 0 };
  return { phase, containerStatuses: [{ name: "role", state, ...rest }] };
}

function scheduled(status: string, reason: string, message?: string) {
  return { type: "PodScheduled", status, reason, ...(message !== undefined && { message }) };
}
