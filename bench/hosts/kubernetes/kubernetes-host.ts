import { type ErrorCode, messageOf, RowbenchError } from "@rowbench/shared/contract";
import type { Environment } from "@rowbench/shared/processes";
import { describePlace, type Host, type RoleName, type RolePlace } from "../host.ts";
import { attachRole } from "./attached-role.ts";
import { whyUnusable } from "./cluster-check.ts";
import { createImageWatch, type ImageWatch } from "./image-watch.ts";
import { type Cluster, type Kubectl, openKubectl } from "./kubectl.ts";
import { type Limits, usualLimits } from "./limits.ts";
import {
  createRoleJob,
  defaultResources,
  placeName,
  placesOf,
  type RoleResources,
  type Spread,
  selectorOf,
} from "./manifests.ts";
import { removeJobs } from "./pod-removal.ts";
import { startPod } from "./pod-start.ts";

/** The cluster, its namespace, and what runs there. */
export interface KubernetesOptions extends Cluster {
  readonly generators: number;
  readonly image: string;
  /** Processors and memory of each role; see `defaultResources`. */
  readonly requests?: Partial<Readonly<Record<RoleName, RoleResources>>>;
  /** Whether each role must have a node of its own: `required` by default. */
  readonly spread?: Spread;
  /** Gives up starts that are under way, and removes what they have created. */
  readonly signal?: AbortSignal;
  /** Where `kubectl` is looked for and what it reads: this process's own by default. */
  readonly environment?: Environment;
  readonly limits?: Limits;
}

/** A pod for each role of an experiment, by the person's own `kubectl`. */
export function openKubernetesHosts(options: KubernetesOptions): readonly Host[] {
  const kubectl = openKubectl(options, options.environment ?? process.env);
  const { request } = options.limits ?? usualLimits;
  let check: Promise<string | undefined> | undefined;
  const shared: SharedParts = {
    kubectl,
    images: createImageWatch(),
    // All hosts are in one namespace: what holds for one holds for all.
    check() {
      check ??= whyUnusable(kubectl, options, request);
      return check;
    },
  };
  return placesOf(options.generators).map((place) => openHost(place, options, shared));
}

interface SharedParts {
  readonly kubectl: Kubectl;
  readonly images: ImageWatch;
  check(): Promise<string | undefined>;
}

function openHost(
  place: RolePlace,
  { context, namespace, image, requests, spread = "required", signal, limits }: KubernetesOptions,
  { kubectl, images, check }: SharedParts,
): Host {
  const given = limits ?? usualLimits;
  const name = `pod ${placeName(place)} of ${context}/${namespace}`;
  const role = `${describePlace(place)} on ${name}`;
  const error = (code: ErrorCode, reason: string) => new RowbenchError(code, `${role}: ${reason}`);
  const remove = async (run: string) => {
    try {
      await removeJobs(kubectl, selectorOf(run, place), given);
    } catch (cause) {
      throw new RowbenchError(
        "HOST_FAILED",
        `${role}: could not be removed: ${messageOf(cause)}; \`kubectl ` +
          `--context ${context} --namespace ${namespace} delete jobs --selector rowbench.run=${run}\``,
        { cause },
      );
    }
  };
  return {
    place,
    name,
    async prepare() {
      const reason = await check();
      if (reason !== undefined) throw error("HOST_UNAVAILABLE", reason);
      return image;
    },
    async start(run) {
      const resources = { ...defaultResources, ...requests };
      const job = createRoleJob({ run, namespace, image, spread, resources }, place);
      const selector = selectorOf(run, place);
      try {
        const pod = await startPod(kubectl, job, { selector, limits: given, signal });
        signal?.throwIfAborted();
        images.note(run, name, pod.imageId);
        return attachRole(kubectl, {
          pod: pod.name,
          selector,
          limits: given,
          remove: () => remove(run),
        });
      } catch (cause) {
        const failure = signal?.aborted ? signal.reason : error("HOST_FAILED", messageOf(cause));
        await remove(run).catch((left) => {
          const text = `${messageOf(failure)}; ${messageOf(left)}`;
          throw new RowbenchError("HOST_FAILED", text, { cause: failure });
        });
        throw failure;
      }
    },
    clear: remove,
  };
}
