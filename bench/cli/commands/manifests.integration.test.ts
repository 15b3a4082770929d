import { deepEqual, equal, match } from "node:assert/strict";
import { execFile } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { parseAllDocuments } from "yaml";

const program = fileURLToPath(new URL("../rowbench.mjs", import.meta.url));

function manifests(
  ...argv: readonly string[]
): Promise<{ exitCode: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [program, "manifests", ...argv], (error, stdout, stderr) => {
      resolve({ exitCode: Number(error?.code ?? 0), stdout, stderr });
    });
  });
}

test("the manifests are printed with what was asked for", async () => {
  const options = ["--generators", "3", "--image", "registry.example/rowbench:2"];
  const names = ["--namespace", "bench", "--run", "r1", "--spread", "preferred"];
  const { exitCode, stdout } = await manifests(...options, ...names);
  equal(exitCode, 0);
  const jobs = parseAllDocuments(stdout).map((document) => document.toJS());
  deepEqual(
    jobs.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`),
    ["database", "server", "generator-1", "generator-2", "generator-3"].map(
      (place) => `bench/rowbench-r1-${place}`,
    ),
  );
  for (const { spec } of jobs) {
    const pod = spec.template.spec;
    equal(pod.containers[0].image, "registry.example/rowbench:2");
    deepEqual(Object.keys(pod.affinity.podAntiAffinity), [
      "preferredDuringSchedulingIgnoredDuringExecution",
    ]);
  }
});

test("a name that Kubernetes does not take is a usage error", async () => {
  const { exitCode, stdout, stderr } = await manifests("--namespace", "Bench");
  equal(exitCode, 2);
  equal(stdout, "");
  match(stderr, /up to 63 small letters, digits and dashes, got `Bench`/);
});
