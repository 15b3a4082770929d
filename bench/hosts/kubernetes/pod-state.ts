import type { ContainerStatus, Pod } from "kubernetes-types/core/v1.js";

/** How far a pod of one container is. */
export type PodState =
  | { readonly kind: "waiting"; readonly reason: string }
  /** It does not run, and waiting longer would not help. */
  | { readonly kind: "stuck"; readonly reason: string }
  | { readonly kind: "running"; readonly imageId: string }
  | { readonly kind: "ended"; readonly reason: string };

/** The kubelet's reasons for a container that does not come up by itself. */
const stuckReasons: ReadonlySet<string> = new Set([
  "CreateContainerConfigError",
  "CreateContainerError",
  "ErrImageNeverPull",
  "ErrImagePull",
  "ImageInspectError",
  "ImagePullBackOff",
  "InvalidImageName",
  "RegistryUnavailable",
  "RunContainerError",
  "SignatureValidationFailed",
]);

/** Reads the state of a pod, with the reason in the words of Kubernetes. */
export function readPodState(pod: Pod): PodState {
  const { status = {}, metadata } = pod;
  // First: the container of an evicted pod was only killed.
  if (status.reason !== undefined && status.phase === "Failed")
    return { kind: "ended", reason: sentence(status.reason, status.message) };
  const [container] = status.containerStatuses ?? [];
  const ended = readTermination(container, pod);
  if (ended !== undefined) return { kind: "ended", reason: ended };
  if (status.phase === "Failed" || status.phase === "Succeeded")
    return { kind: "ended", reason: sentence(status.phase, status.message) };
  if (metadata?.deletionTimestamp !== undefined)
    return { kind: "ended", reason: "somebody deletes the pod" };
  if (container?.state?.running !== undefined)
    return { kind: "running", imageId: container.imageID };
  return readWaiting(pod, container);
}

function readTermination(container: ContainerStatus | undefined, pod: Pod): string | undefined {
  const ended = container?.state?.terminated;
  if (ended === undefined) return undefined;
  const how = ended.signal ? `signal ${ended.signal}` : `exit code ${ended.exitCode}`;
  if (ended.reason === "OOMKilled") {
    const limit = pod.spec?.containers[0]?.resources?.limits?.memory;
    const of = limit === undefined ? "" : ` of ${limit}`;
    return `OOMKilled: it needed more memory than its limit${of} (${how})`;
  }
  const isPlain = ended.reason === undefined || ["Completed", "Error"].includes(ended.reason);
  return sentence(isPlain ? how : `${ended.reason} (${how})`, ended.message);
}

function readWaiting(pod: Pod, container: ContainerStatus | undefined): PodState {
  const waiting = container?.state?.waiting;
  if (waiting?.reason !== undefined) {
    const kind = stuckReasons.has(waiting.reason) ? "stuck" : "waiting";
    return { kind, reason: sentence(waiting.reason, waiting.message) };
  }
  const unscheduled = pod.status?.conditions?.find(
    ({ type, status }) => type === "PodScheduled" && status === "False",
  );
  if (unscheduled?.reason === undefined)
    return { kind: "waiting", reason: pod.status?.phase ?? "Pending" };
  const kind = unscheduled.reason === "Unschedulable" ? "stuck" : "waiting";
  return { kind, reason: sentence(unscheduled.reason, unscheduled.message) };
}

function sentence(reason: string, message: string | undefined): string {
  return message === undefined || message === "" ? reason : `${reason}: ${message.trim()}`;
}
