import { deepEqual, doesNotMatch, equal, match, throws } from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { parseAllDocuments } from "yaml";
import { usualImage } from "../image-name.ts";
import { shapeFaults } from "./fixtures/api-shape.ts";
import {
  createRoleJob,
  defaultResources,
  type JobPlan,
  jobName,
  placesOf,
  selectorOf,
} from "./manifests.ts";
import { formatManifests } from "./manifests-text.ts";

const plan: JobPlan = {
  run: "example",
  namespace: "default",
  image: usualImage,
  spread: "required",
  resources: defaultResources,
};
const published = fileURLToPath(new URL("../../../docs/manifests/rowbench.yaml", import.meta.url));

describe("the Job of each role", () => {
  const jobs = placesOf(2).map((place) => createRoleJob(plan, place));

  test("has no field and no value that the API does not know", () => {
    for (const job of jobs) deepEqual(shapeFaults("Job", job, "Job"), []);
  });

  test("would be refused with another field, another type, or without a name", () => {
    const job = structuredClone(jobs[0]!);
    const [container] = job.spec!.template.spec!.containers;
    Object.assign(container!, { stdinOne: true, tty: "no", name: undefined });
    deepEqual(shapeFaults("Job", JSON.parse(JSON.stringify(job)), "Job"), [
      "Job.spec.template.spec.containers[0].name: Required value",
      'unknown field "Job.spec.template.spec.containers[0].stdinOne"',
      'Job.spec.template.spec.containers[0].tty: expected boolean, got "no"',
    ]);
  });

  test("runs once, ends with its input, and as nobody of importance", () => {
    for (const { spec } of jobs) {
      const pod = spec!.template.spec!;
      const [container] = pod.containers;
      equal(spec?.backoffLimit, 0);
      equal(pod.restartPolicy, "Never");
      equal(container?.stdin && container.stdinOnce, true);
      equal(pod.securityContext?.runAsNonRoot, true);
      equal(container?.securityContext?.allowPrivilegeEscalation, false);
      deepEqual(container?.securityContext?.capabilities, { drop: ["ALL"] });
      equal(pod.automountServiceAccountToken, false);
      deepEqual(container?.resources?.requests, container?.resources?.limits);
    }
  });

  test("is found by its labels, which its pod has, too", () => {
    const { metadata, spec } = jobs[3]!;
    deepEqual(metadata?.labels, spec?.template.metadata?.labels);
    equal(
      selectorOf("example", { role: "generator", number: 2 }),
      "rowbench.run=example,rowbench.role=generator,rowbench.number=2",
    );
    equal(metadata?.labels?.["rowbench.number"], "2");
  });

  test("has a name that a pod's may begin with, however long the run's", () => {
    const name = jobName("r".repeat(32), { role: "generator", number: 100 });
    equal(name.length <= 63 - "-abcde".length, true);
    throws(() => jobName("r".repeat(33), { role: "server", number: 1 }), { code: "USAGE" });
  });

  test("keeps away from the others of its run, or prefers to", () => {
    const ofSpread = (spread: JobPlan["spread"]) => {
      const job = createRoleJob({ ...plan, spread }, { role: "server", number: 1 });
      return job.spec?.template.spec?.affinity?.podAntiAffinity;
    };
    const term = {
      labelSelector: { matchLabels: { "rowbench.run": "example" } },
      topologyKey: "kubernetes.io/hostname",
    };
    deepEqual(ofSpread("required"), { requiredDuringSchedulingIgnoredDuringExecution: [term] });
    deepEqual(ofSpread("preferred"), {
      preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 100, podAffinityTerm: term }],
    });
  });
});

describe("the manifests as text", () => {
  test("are what docs/manifests/rowbench.yaml has", () => {
    equal(readFileSync(published, "utf8"), formatManifests(plan, 2));
  });

  test("are the Jobs that are created, and nothing else", () => {
    const text = formatManifests(plan, 3);
    deepEqual(
      parseAllDocuments(text).map((document) => document.toJS()),
      placesOf(3).map((place) => createRoleJob(plan, place)),
    );
    doesNotMatch(text, /[&*]a\d/);
    match(text, /cpu: "2"/);
  });
});
