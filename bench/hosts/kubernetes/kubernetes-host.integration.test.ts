import { deepEqual, equal, match, rejects } from "node:assert/strict";
import { once } from "node:events";
import { after, describe, test } from "node:test";
import { milliseconds } from "@rowbench/shared/contract";
import type { Host, RoleProcess } from "../host.ts";
import type { Fault } from "./fixtures/fake-cluster.ts";
import { placeFakeKubectl } from "./fixtures/fake-kubectl-place.ts";
import { type KubernetesOptions, openKubernetesHosts } from "./kubernetes-host.ts";
import { type Limits, usualLimits } from "./limits.ts";

const quick: Limits = {
  ...usualLimits,
  poll: milliseconds(10),
  report: milliseconds(300),
  ending: milliseconds(3000),
};

interface Given extends Partial<KubernetesOptions> {
  readonly faults?: readonly Fault[];
  readonly program?: readonly string[];
}

function open({ faults, program, ...options }: Given = {}) {
  const fake = placeFakeKubectl(faults, program);
  after(fake.dispose);
  const hosts = openKubernetesHosts({
    context: "staging",
    namespace: "bench",
    generators: 2,
    image: "rowbench:1",
    environment: fake.environment,
    limits: quick,
    ...options,
  });
  const [database, server, generator, second] = hosts as readonly [Host, Host, Host, Host];
  return { fake, hosts, database, server, generator, second };
}

describe("pods as hosts", { concurrency: 2 }, () => {
  test("are one for each role, which can be used with the image that is named", async () => {
    const { hosts } = open();
    deepEqual(
      hosts.map(({ name }) => name),
      ["database", "server", "generator-1", "generator-2"].map(
        (place) => `pod ${place} of staging/bench`,
      ),
    );
    deepEqual(
      new Set(await Promise.all(hosts.map((host) => host.prepare()))),
      new Set(["rowbench:1"]),
    );
  });

  test("all run at once, are spoken to, and leave nothing", async () => {
    const { fake, hosts } = open();
    const roles = await Promise.all(hosts.map((host) => host.start("r1")));
    deepEqual([...fake.jobs()].sort(), [
      "rowbench-r1-database",
      "rowbench-r1-generator-1",
      "rowbench-r1-generator-2",
      "rowbench-r1-server",
    ]);
    for (const [index, role] of roles.entries())
      equal(await say(role, `hello ${index}`), `hello ${index}`);
    await Promise.all(roles.map((role) => role.stop()));
    deepEqual(
      await Promise.all(roles.map(({ ended }) => ended)),
      roles.map(() => "exit code 0"),
    );
    deepEqual(fake.jobs(), []);
  });

  test("end with their input, and tell their last lines", async () => {
    const script =
      "process.stdin.on('end', () => { console.error('no disk'); process.exit(3); }).resume()";
    const { server, fake } = open({ program: [process.execPath, "-e", script] });
    const role = await server.start("r1");
    role.input.end();
    equal(await role.ended, "exit code 3 | no disk");
    await role.stop();
    deepEqual(fake.jobs(), []);
  });

  test("that do not end with their input are removed all the same, once", async () => {
    const script = "console.log('up'); setInterval(() => {}, 1000)";
    const limits = { ...quick, ending: milliseconds(50) };
    const { generator, fake } = open({ program: [process.execPath, "-e", script], limits });
    const role = await generator.start("r1");
    await once(role.output, "data");
    await Promise.all([role.stop(), role.stop()]);
    await role.ended;
    deepEqual(fake.jobs(), []);
    equal(fake.calls().filter((call) => call.includes("delete jobs")).length, 1);
  });

  test("are cleared one by one, and of that run alone", async () => {
    const { generator, second, fake } = open();
    const starts = [generator.start("r1"), generator.start("r2"), second.start("r1")];
    const roles = await Promise.all(starts);
    await generator.clear("r1");
    await generator.clear("r1");
    deepEqual([...fake.jobs()].sort(), ["rowbench-r1-generator-2", "rowbench-r2-generator-1"]);
    await Promise.all(roles.map((role) => role.stop()));
    deepEqual(fake.jobs(), []);
  });

  test("ask the cluster once for all of them what is permitted", async () => {
    const { hosts, fake } = open();
    await Promise.all(hosts.map((host) => host.prepare()));
    equal(fake.calls().filter((call) => call.includes("can-i create jobs.batch")).length, 1);
  });

  test("take no name of a run that Kubernetes would not", async () => {
    const { server, fake } = open();
    await rejects(server.start("Run_1"), { code: "USAGE", message: /got `Run_1`/ });
    deepEqual(fake.calls(), []);
  });
});

interface Unusable extends Given {
  readonly what: string;
  readonly reason: RegExp;
}

const unusable: readonly Unusable[] = [
  {
    what: "no kubectl",
    environment: { PATH: "/nonexistent" },
    reason: /`kubectl` does not start: it is not on the PATH: install it/,
  },
  {
    what: "another context",
    context: "stagin",
    reason: /there is no context `stagin`: `kubectl config/,
  },
  { what: "another namespace", namespace: "bnech", reason: /there is no namespace `bnech`$/ },
  {
    what: "no cluster",
    faults: ["unreachable"],
    reason: /connection to the server 10.0.0.1:6443 was refused/,
  },
  {
    what: "no answer",
    faults: ["silent"],
    limits: { ...quick, request: milliseconds(50) },
    reason: /no answer within 0.05 s$/,
  },
  {
    what: "missing permissions",
    faults: ["deny:create jobs.batch", "deny:get pods/log", "deny:create pods/attach"],
    reason: /not permitted to create jobs.batch, get pods\/log, create pods\/attach$/,
  },
];

describe("before a run", { concurrency: 2 }, () => {
  for (const { what, reason, ...given } of unusable) {
    test(`${what}: the host, its role and the reason`, async () => {
      const { generator } = open(given);
      await rejects(generator.prepare(), (error: Error & { code: string }) => {
        equal(error.code, "HOST_UNAVAILABLE");
        match(error.message, /^generator 1 on pod generator-1 of \S+: /);
        match(error.message, reason);
        return true;
      });
    });
  }

  test("who may not look at the namespace itself may still use it", async () => {
    const { database } = open({ faults: ["deny:get namespaces"] });
    equal(await database.prepare(), "rowbench:1");
  });
});

const failing: readonly { fault: Fault; reason: RegExp; limits?: Limits }[] = [
  { fault: "no-image", reason: /ErrImagePull: failed to pull image "rowbench:1": not found$/ },
  { fault: "bad-config", reason: /CreateContainerConfigError: container has runAsNonRoot/ },
  { fault: "unschedulable", reason: /Unschedulable: 0\/1 nodes are available: .*anti-affinity/ },
  { fault: "quota", reason: /pods is forbidden: exceeded quota: compute$/ },
  { fault: "dies", reason: /exit code 1: Error: Cannot find module 'role.mjs'$/ },
  {
    fault: "pending",
    reason: /not running after 3 s: ContainerCreating$/,
    limits: { ...quick, start: milliseconds(3000) },
  },
];

describe("a start", { concurrency: 2 }, () => {
  for (const { fault, reason, limits = quick } of failing) {
    test(`that fails (${fault}) tells the reason and leaves nothing`, async () => {
      const { server, fake } = open({ faults: [fault], limits });
      await rejects(server.start("r1"), (error: Error & { code: string }) => {
        equal(error.code, "HOST_FAILED");
        match(error.message, /^server on pod server of staging\/bench: /);
        match(error.message, reason);
        return true;
      });
      deepEqual(fake.jobs(), []);
    });
  }

  test("with another image than its neighbour's is refused", async () => {
    const { generator, second, fake } = open({ faults: ["other-image"] });
    const role = await generator.start("r1");
    await rejects(second.start("r1"), {
      code: "HOST_FAILED",
      message: /its image is `.*@sha256:b+`, but pod generator-1 of .* has `.*@sha256:a+`$/,
    });
    deepEqual(fake.jobs(), ["rowbench-r1-generator-1"]);
    await role.stop();
  });

  test("that is given up between creating and attaching leaves nothing", async () => {
    const stop = new AbortController();
    const { server, fake } = open({ faults: ["pending"], signal: stop.signal });
    const start = server.start("r1");
    while (fake.jobs().length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    stop.abort(new Error("stopped"));
    await rejects(start, { message: "stopped" });
    deepEqual(fake.jobs(), []);
    equal(
      fake.calls().some((call) => call.includes(" attach ")),
      false,
    );
  });

  test("that cannot be undone says so, and how to do it by hand", async () => {
    const { server } = open({ faults: ["no-image", "undeletable"] });
    await rejects(server.start("r1"), {
      code: "HOST_FAILED",
      message:
        /ErrImagePull.*could not be removed: timed out .*delete jobs --selector rowbench.run=r1`$/,
    });
  });
});

const endings: readonly { fault: Fault; how: RegExp }[] = [
  { fault: "out-of-memory", how: /^OOMKilled: .* than its limit of 2Gi \(exit code 137\)$/ },
  { fault: "evicted", how: /^Evicted: The node was low on resource: memory\.$/ },
  { fault: "pod-deleted", how: /^its pod is gone$/ },
  {
    fault: "connection-lost",
    how: /^the connection to it ended while its pod runs on \| .*: EOF$/,
  },
];

describe("a role that is lost", { concurrency: 2 }, () => {
  for (const { fault, how } of endings) {
    test(`(${fault}) tells how, and leaves nothing`, async () => {
      const { server, fake } = open({ faults: [fault] });
      const role = await server.start("r1");
      role.input.write("hello\n");
      match(await role.ended, how);
      await role.stop();
      deepEqual(fake.jobs(), []);
    });
  }

  test("and cannot be removed rejects its stop", async () => {
    const { server } = open({ faults: ["undeletable"] });
    const role = await server.start("r1");
    await rejects(role.stop(), {
      code: "HOST_FAILED",
      message: /^server on pod server of staging\/bench: could not be removed: timed out/,
    });
    equal(await role.ended, "exit code 0");
  });
});

async function say(role: RoleProcess, line: string): Promise<string> {
  role.input.write(`${line}\n`);
  const [answer] = await once(role.output, "data");
  return String(answer).trim();
}
