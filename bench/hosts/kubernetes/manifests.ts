import { RowbenchError } from "@rowbench/shared/contract";
import type { Job } from "kubernetes-types/batch/v1.js";
import type { Affinity, PodAffinityTerm, PodSpec } from "kubernetes-types/core/v1.js";
import type { RoleName, RolePlace } from "../host.ts";

/**
 * Whether each role must have a node of its own. `required` is the default: two roles on one node
 * take each other's processors, and no figure would show it. `preferred` is for those who have fewer
 * nodes than roles and know it.
 */
export const spreads = ["required", "preferred"] as const;
export type Spread = (typeof spreads)[number];

/** What a role may use, as Kubernetes writes quantities: `"2"` or `"500m"` processors, `"1Gi"`. */
export interface RoleResources {
  readonly cpu: string;
  readonly memory: string;
}

export type ResourcesByRole = Readonly<Record<RoleName, RoleResources>>;

/** Whole processors: under the kubelet's static policy a role then has them for itself. */
export const defaultResources: ResourcesByRole = {
  database: { cpu: "2", memory: "2Gi" },
  server: { cpu: "2", memory: "2Gi" },
  generator: { cpu: "2", memory: "1Gi" },
};

/** What the Jobs of a run have in common. */
export interface JobPlan {
  readonly run: string;
  readonly namespace: string;
  readonly image: string;
  readonly spread: Spread;
  readonly resources: ResourcesByRole;
}

/** What PostgreSQL, nginx and PgBouncer write goes there: to the node's disk, and away with the pod. */
const temporaryFolder = "/tmp";
/** Longer than experiments take: this ends a role whose conductor died before it had attached. */
const activeDeadlineSeconds = 24 * 60 * 60;
/** Nobody asks a Job that ended by itself for anything any more. */
const ttlSecondsAfterFinished = 60;
/** A role ends when its input ends; one that does not is not waited for. */
const terminationGracePeriodSeconds = 5;
/** The only container of each pod. */
export const containerName = "role";

/**
 * One role as a Job with one pod, which is never started twice: a role that comes back would answer
 * with another state. Each generator is a Job of its own, since an indexed Job could neither be
 * attached to one by one by its name nor lose one pod alone.
 *
 * The pod has no Service: others reach it by its own address, so that no proxy stands in the path
 * that is measured.
 */
export function createRoleJob(plan: JobPlan, place: RolePlace): Job {
  const labels = labelsOf(plan.run, place);
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: { name: jobName(plan.run, place), namespace: plan.namespace, labels },
    spec: {
      backoffLimit: 0,
      activeDeadlineSeconds,
      ttlSecondsAfterFinished,
      template: { metadata: { labels }, spec: createPodSpec(plan, place) },
    },
  };
}

function createPodSpec({ run, image, spread, resources }: JobPlan, { role }: RolePlace): PodSpec {
  const { cpu, memory } = resources[role];
  return {
    restartPolicy: "Never",
    terminationGracePeriodSeconds,
    // A role asks Kubernetes for nothing, and its environment is the image's alone.
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    affinity: createAffinity(run, spread),
    securityContext: { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } },
    containers: [
      {
        name: containerName,
        image,
        imagePullPolicy: "IfNotPresent",
        args: [role],
        // The role speaks over its standard streams, and ends with whoever was attached.
        stdin: true,
        stdinOnce: true,
        // Equal ones make the pod the last to be evicted, and its processors its own.
        resources: { requests: { cpu, memory }, limits: { cpu, memory } },
        securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
        volumeMounts: [{ name: "temporary", mountPath: temporaryFolder }],
      },
    ],
    volumes: [{ name: "temporary", emptyDir: {} }],
  };
}

function createAffinity(run: string, spread: Spread): Affinity {
  const term: PodAffinityTerm = {
    labelSelector: { matchLabels: { [labelKeys.run]: run } },
    topologyKey: "kubernetes.io/hostname",
  };
  return {
    podAntiAffinity:
      spread === "required"
        ? { requiredDuringSchedulingIgnoredDuringExecution: [term] }
        : {
            preferredDuringSchedulingIgnoredDuringExecution: [
              { weight: 100, podAffinityTerm: term },
            ],
          },
  };
}

/** The labels of everything that we create. */
const labelKeys = {
  name: "app.kubernetes.io/name",
  run: "rowbench.run",
  role: "rowbench.role",
  number: "rowbench.number",
} as const;

function labelsOf(run: string, { role, number }: RolePlace): Record<string, string> {
  return {
    [labelKeys.name]: "rowbench",
    [labelKeys.run]: run,
    [labelKeys.role]: role,
    [labelKeys.number]: `${number}`,
  };
}

/** What selects the Job and the pod of one role of a run, and nothing else. */
export function selectorOf(run: string, { role, number }: RolePlace): string {
  return [
    `${labelKeys.run}=${run}`,
    `${labelKeys.role}=${role}`,
    `${labelKeys.number}=${number}`,
  ].join(",");
}

/** `database`, `server`, `generator-2`. */
export function placeName({ role, number }: RolePlace): string {
  return role === "generator" ? `${role}-${number}` : role;
}

/** A run's name is part of the names of its pods, which may have 63 characters. */
export const runName = /^[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?$/;

/** Such as `rowbench-7f3a-generator-2`; a pod has six characters more. */
export function jobName(run: string, place: RolePlace): string {
  if (runName.test(run)) return `rowbench-${run}-${placeName(place)}`;
  throw new RowbenchError(
    "USAGE",
    `Expected a run's name of up to 32 small letters, digits and dashes, got \`${run}\``,
  );
}

/** A database, a server and so many generators, in the order in which they come up. */
export function placesOf(generators: number): readonly RolePlace[] {
  return [
    { role: "database", number: 1 },
    { role: "server", number: 1 },
    ...Array.from(
      { length: generators },
      (_, index): RolePlace => ({
        role: "generator",
        number: index + 1,
      }),
    ),
  ];
}
