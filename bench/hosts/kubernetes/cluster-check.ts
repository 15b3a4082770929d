import type { Milliseconds } from "@rowbench/shared/contract";
import type { Cluster, Kubectl } from "./kubectl.ts";

/** What the person's account must be allowed to do, and what we do it for. */
const needs: readonly (readonly string[])[] = [
  ["create", "jobs.batch"],
  ["get", "jobs.batch"],
  ["list", "jobs.batch"],
  // `kubectl delete --wait` watches until they are gone.
  ["watch", "jobs.batch"],
  ["delete", "jobs.batch"],
  ["list", "pods"],
  ["get", "pods"],
  ["get", "pods", "--subresource", "log"],
  ["create", "pods", "--subresource", "attach"],
];

/** Why the cluster cannot be used, in one line; undefined where it can. Two calls long at most. */
export async function whyUnusable(
  kubectl: Kubectl,
  { context, namespace }: Cluster,
  limit: Milliseconds,
): Promise<string | undefined> {
  const found = await kubectl.run(["get", "namespace", namespace, "--output", "name"], limit);
  if (found.kind === "failed") {
    const { reason } = found;
    if (/\(NotFound\)/.test(reason)) return `there is no namespace \`${namespace}\``;
    if (/context .*(not found|does not exist)/.test(reason))
      return `there is no context \`${context}\`: \`kubectl config get-contexts\` lists them`;
    // Who may use a namespace need not be allowed to look at it from outside.
    if (!/\(Forbidden\)/.test(reason)) return reason;
  }
  const answers = await Promise.all(needs.map((need) => whyNotAllowed(kubectl, need, limit)));
  const [failure] = answers.filter((answer) => answer.kind === "failed");
  if (failure !== undefined) return failure.reason;
  const missing = answers.flatMap((answer) => (answer.kind === "no" ? [answer.need] : []));
  return missing.length === 0 ? undefined : `not permitted to ${missing.join(", ")}`;
}

type Answer =
  | { readonly kind: "yes" }
  | { readonly kind: "no"; readonly need: string }
  | { readonly kind: "failed"; readonly reason: string };

async function whyNotAllowed(
  kubectl: Kubectl,
  need: readonly string[],
  limit: Milliseconds,
): Promise<Answer> {
  const answer = await kubectl.run(["auth", "can-i", ...need], limit);
  if (answer.kind === "done") return { kind: "yes" };
  const [verb, resource, , subresource] = need;
  const name = subresource === undefined ? resource : `${resource}/${subresource}`;
  // A "no" is an exit code of 1, too.
  if (/^no\b/.test(answer.stdout)) return { kind: "no", need: `${verb} ${name}` };
  return { kind: "failed", reason: answer.reason };
}
