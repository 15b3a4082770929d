import { deepEqual, equal, match } from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { after, test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { milliseconds } from "@rowbench/shared/contract";
import { placeFakeKubectl } from "./fixtures/fake-kubectl-place.ts";
import { lastWords, openKubectl } from "./kubectl.ts";

const cluster = { context: "staging", namespace: "bench" };

test("every call names the context and the namespace, and has a limit", async () => {
  const fake = placeFakeKubectl();
  after(fake.dispose);
  const kubectl = openKubectl(cluster, fake.environment);
  const { kind } = await kubectl.run(["get", "namespace", "bench"], milliseconds(9000));
  equal(kind, "done");
  deepEqual(fake.calls(), [
    "--context staging --namespace bench get namespace bench --request-timeout 9000ms",
  ]);
});

test("a field that the cluster does not know is refused", async () => {
  const fake = placeFakeKubectl();
  after(fake.dispose);
  const kubectl = openKubectl(cluster, fake.environment);
  const job = { apiVersion: "batch/v1", kind: "Job", spec: { template: {}, backofLimit: 0 } };
  const args = ["create", "--filename", "-", "--validate=true"];
  const result = await kubectl.run(args, milliseconds(9000), JSON.stringify(job));
  match(result.kind === "failed" ? result.reason : "", /unknown field "Job.spec.backofLimit"$/);
  deepEqual(fake.jobs(), []);
});

test("a role ends when this program is killed", async () => {
  const fake = placeFakeKubectl();
  after(fake.dispose);
  const conductor = spawn(
    process.execPath,
    [new URL("fixtures/start-role.ts", import.meta.url).pathname],
    { env: { ...process.env, ...fake.environment }, stdio: ["ignore", "pipe", "inherit"] },
  );
  await once(conductor.stdout, "data");
  conductor.kill("SIGKILL");
  await once(conductor, "exit");
  while (!fake.hasEnded("rowbench-r1-server")) await delay(20);
});

test("the last words of a call are those for people", () => {
  const log = 'E1122 06:45:59.447827   10737 memcache.go:265] "Unhandled Error" err="…"';
  const warning = "Warning: the server doesn't have a resource type 'jobs' in group 'batch'";
  equal(lastWords(`${log}\n${warning}\n\nerror: no context\n`), "no context");
  equal(lastWords(`${log}\n`), undefined);
});
