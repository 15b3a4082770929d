import { deepEqual, equal, match, ok } from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { milliseconds } from "@rowbench/shared/contract";
import { cold, kindOf } from "../../load/fixtures/row-slice.ts";
import { createHostsGenerator } from "../conductor/hosts-generator.ts";
import { type RemoteRole, startRemoteRole } from "../conductor/remote-role.ts";
import { imageEngine, whyNoImage } from "../fixtures/rowbench-image.ts";
import type { Host, RolePlace } from "../host.ts";
import { usualImage } from "../image-name.ts";
import { openPodman, type Podman, whyNoPodman } from "./fixtures/podman.ts";
import { createRoleJob, defaultResources, jobName, placesOf } from "./manifests.ts";

const address = "127.0.0.1";

describe("the pods of all roles, played by podman", { skip: whyNot() }, () => {
  let podman: Podman;
  before(async () => {
    podman = await openPodman(imageEngine ?? "", usualImage);
  });
  after(() => podman.close());

  test("measure with each other as restricted as they are, and leave nothing", async () => {
    const run = "first";
    const hosts = placesOf(2).map((place) => hostOf(podman, run, place));
    const roles = await Promise.all(hosts.map((host) => startRemoteRole(host, run)));
    try {
      const [database, server, ...generators] = roles as [RemoteRole, RemoteRole];
      const opened = await database.call("openDatabase", { address, rows: 50 });
      match(opened.source, /embedded/);
      const started = await server.call("startServer", {
        address,
        entry: "packages/node-http/src/server.ts",
        model: "single",
        workers: 1,
        settings: {},
        databaseUrl: opened.url,
        rows: 50,
      });
      const result = await createHostsGenerator(generators).run({
        origin: started.origin,
        kinds: [kindOf("db")],
        loop: cold,
        connections: 4,
        duration: milliseconds(200),
        seed: 1,
        timeLimit: milliseconds(1000),
        table: { rows: opened.rows, salt: opened.salt },
      });
      ok(result.correct > 0);
      equal(result.correct, result.issued);
      await server.call("stopServer", { id: started.id });
    } finally {
      await Promise.all(roles.map((role) => role.close()));
    }
    deepEqual(await podman.containers(), []);
  });

  test("end in order with their input", async () => {
    const run = "second";
    const [host] = placesOf(1).map((place) => hostOf(podman, run, place));
    const role = await host?.start(run);
    role?.input.end();
    equal(await role?.ended, "exit code 0");
    await role?.stop();
  });
});

function whyNot(): string | false {
  return whyNoPodman() ?? whyNoImage() ?? false;
}

/** A role's pod as the Job's template has it. */
function hostOf(podman: Podman, run: string, place: RolePlace): Host {
  const name = jobName(run, place);
  const plan = { run, namespace: "default", image: usualImage, spread: "required" } as const;
  const { spec } = createRoleJob({ ...plan, resources: defaultResources }, place);
  return {
    place,
    name,
    prepare: () => Promise.resolve(usualImage),
    start: () => podman.play(name, spec?.template ?? {}),
    clear: () => Promise.resolve(),
  };
}
