import { RowbenchError } from "@rowbench/shared/contract";
import { InvalidArgumentError } from "commander";
import { openDockerHosts } from "../hosts/docker/docker-host.ts";
import { readHostsFile } from "../hosts/docker/hosts-file.ts";
import type { Host } from "../hosts/host.ts";
import { usualImage } from "../hosts/image-name.ts";
import { openKubernetesHosts } from "../hosts/kubernetes/kubernetes-host.ts";
import type { Spread } from "../hosts/kubernetes/manifests.ts";

/** Where an experiment runs. */
export type PlaceName =
  | { readonly kind: "local" }
  | { readonly kind: "docker"; readonly file: string }
  | { readonly kind: "kubernetes"; readonly context: string; readonly namespace: string };

/** What a command line says of it. */
export interface PlaceOptions {
  readonly on: PlaceName;
  readonly generators?: number;
  readonly image?: string;
  readonly spread?: Spread;
}

export const placeForms = "local, docker:<file>, kubernetes:<context>/<namespace>";
const usualGenerators = 1;

/** Parses `--on`. */
export function parsePlace(text: string): PlaceName {
  if (text === "local") return { kind: "local" };
  const file = /^docker:(.+)$/.exec(text)?.[1];
  if (file !== undefined) return { kind: "docker", file };
  // A context may have slashes in its name, a namespace has none.
  const cluster = /^kubernetes:(?<context>.+)\/(?<namespace>[^/]+)$/.exec(text)?.groups;
  if (cluster?.context !== undefined && cluster.namespace !== undefined)
    return { kind: "kubernetes", context: cluster.context, namespace: cluster.namespace };
  throw new InvalidArgumentError(`expected one of ${placeForms}`);
}

/** Whether the place is this machine. Throws USAGE for options that only hosts have. */
export function isHere({ on, generators, image, spread }: PlaceOptions): boolean {
  if (on.kind !== "kubernetes" && (generators ?? spread) !== undefined)
    throw new RowbenchError("USAGE", "--generators and --spread are for Kubernetes");
  if (on.kind === "local" && image !== undefined)
    throw new RowbenchError("USAGE", "--image is for hosts: it needs --on");
  return on.kind === "local";
}

/** The hosts of a place; starts that are under way are given up at the signal. Throws USAGE. */
export function openHosts(
  { on, generators = usualGenerators, image, spread }: PlaceOptions,
  signal: AbortSignal,
): readonly Host[] {
  if (on.kind === "kubernetes") {
    const { context, namespace } = on;
    const own = { context, namespace, generators, image: image ?? usualImage, signal };
    return openKubernetesHosts({ ...own, ...(spread && { spread }) });
  }
  if (on.kind === "local") throw new Error("this machine has no hosts");
  const file = readHostsFile(on.file);
  return openDockerHosts(image === undefined ? file : { ...file, image }, { signal });
}
