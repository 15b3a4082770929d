import { deepEqual, equal, match, rejects } from "node:assert/strict";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { after, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { milliseconds } from "@rowbench/shared/contract";
import type { Host, RoleProcess } from "../host.ts";
import { type DockerHostOptions, openDockerHosts } from "./docker-host.ts";
import type { EngineHost } from "./hosts-file.ts";

const fakes = fileURLToPath(new URL("fixtures/bin", import.meta.url));
const PATH = [fakes, process.env.PATH].join(delimiter);
const near: EngineHost = { name: "unix:///d", options: ["--host", "unix:///d"] };
const far: EngineHost = { name: "context far", options: ["--context", "far"] };
const brief = { start: milliseconds(200), end: milliseconds(200), remove: milliseconds(200) };
const skip = process.platform === "win32" && "the fake `docker` is a shell script";

interface Fake {
  readonly host: Host;
  readonly calls: () => readonly string[];
  readonly hasContainer: () => boolean;
}

/** The second generator, on an engine that has this fault. */
function openFake(fault: string, options: DockerHostOptions = {}, engine = near): Fake {
  const folder = mkdtempSync(join(tmpdir(), "rowbench-docker-"));
  after(() => rmSync(folder, { recursive: true }));
  const file = { image: "rowbench:9", database: near, server: near, generators: [near, engine] };
  const environment = { PATH, FAKE_DOCKER: fault, FAKE_DOCKER_FOLDER: folder };
  const host = openDockerHosts(file, { environment, ...options })[3]!;
  return {
    host,
    calls: () => readFileSync(join(folder, "calls"), "utf8").trim().split("\n"),
    hasContainer: () => existsSync(join(folder, "container")),
  };
}

test("a hosts file becomes a host for each role, which knows what was said of it", () => {
  const server = { ...far, address: "10.0.0.6", linkSpeed: 1e10 };
  const file = { image: "rowbench:9", database: near, server, generators: [near, far] };
  const told = openDockerHosts(file).map(({ place, name, address, linkSpeed }) => [
    `${place.role} ${place.number}`,
    name,
    address,
    linkSpeed,
  ]);
  deepEqual(told, [
    ["database 1", "unix:///d", undefined, undefined],
    ["server 1", "context far", "10.0.0.6", 1e10],
    ["generator 1", "unix:///d", undefined, undefined],
    ["generator 2", "context far", undefined, undefined],
  ]);
});

describe("before a run, an engine", { skip, concurrency: true }, () => {
  test("tells the id of its image", async () => {
    const { host, calls } = openFake("nothing");
    equal(await host.prepare(), "sha256:4711");
    deepEqual(calls(), ["--host unix:///d image inspect --format {{.Id}} rowbench:9"]);
  });

  const messages: Record<string, readonly [fault: string, message: RegExp, engine?: EngineHost]> = {
    "that nobody runs": [
      "unreachable",
      /^generator 2 on unix:\/\/\/d: no Docker engine answers there: is it running\? \(Cannot /,
    ],
    "whose socket is not ours": ["forbidden", /: no permission to use the engine's socket: join /],
    "without the image": [
      "no-image",
      /it has no image `rowbench:9`: `npm run image -- --to unix:\/\/\/d` builds it and brings /,
    ],
    "without the image, in a context": [
      "no-image",
      /^generator 2 on context far: it has no image .*: `npm run image -- --to far` builds/,
      far,
    ],
    "in no context": ["no-context", /there is no such context: `docker context ls` shows/, far],
    "behind an ssh that asks": ["no-ssh", /ssh is refused: .* key, and without a question \(/],
    "behind an ssh that is not there": [
      "no-host",
      /the engine cannot be reached \(.*Connection refused\)$/,
    ],
  };
  for (const [title, [fault, message, engine]] of Object.entries(messages)) {
    test(`${title} is told, with what to do`, () =>
      rejects(openFake(fault, {}, engine).host.prepare(), { code: "HOST_UNAVAILABLE", message }));
  }

  test("that does not answer is given up", () =>
    rejects(openFake("hangs", { limits: { answer: milliseconds(200) } }).host.prepare(), {
      code: "HOST_UNAVAILABLE",
      message: "generator 2 on unix:///d: no answer within 0.2 s",
    }));

  test("cannot be asked without a `docker` command", () =>
    rejects(openFake("nothing", { environment: { PATH: "/nonexistent" } }).host.prepare(), {
      code: "HOST_UNAVAILABLE",
      message: /there is no `docker` command on this machine's PATH: install /,
    }));

  test("is not waited for by somebody who was stopped", async () => {
    const controller = new AbortController();
    const prepared = openFake("hangs", { signal: controller.signal }).host.prepare();
    controller.abort(new Error("enough"));
    await rejects(prepared, { message: "enough" });
  });
});

describe("a role's container", { skip, concurrency: true }, () => {
  test("runs with as little as it needs, and ends with its input", async () => {
    const { host, calls, hasContainer } = openFake("nothing");
    const role = await host.start("r1");
    equal(await echo(role, "hello\n"), "hello\n");
    await role.stop();
    equal(await role.ended, "exit code 0");
    equal(hasContainer(), false);
    const run = calls().find((call) => call.startsWith("--host unix:///d run "));
    const labels = "rowbench.run=r1 --label rowbench.role=generator --label rowbench.number=2";
    match(
      run ?? "",
      new RegExp(
        `run --interactive --rm --pull never --network host --pid host --name rowbench-r1-generator-2 --label ${labels} --label rowbench.start=[-0-9a-f]{36} --cap-drop ALL --security-opt no-new-privileges --log-driver none rowbench:9 generator$`,
      ),
    );
    equal(
      calls().some((call) => call.includes(" rm ")),
      false,
    );
  });

  test("may run another program of the image", async () => {
    const { host, calls } = openFake("nothing", { program: ["cat", "-u"] });
    await (await host.start("r1")).stop();
    equal(
      calls().some((call) => call.endsWith(" --entrypoint cat rowbench:9 -u")),
      true,
    );
  });

  test("that ends at once tells its last lines", async () => {
    const { host, hasContainer } = openFake("dies");
    await rejects(host.start("r1"), {
      code: "HOST_FAILED",
      message:
        "generator 2 on unix:///d: its container ended at once, exit code 3: no room for PostgreSQL",
    });
    equal(hasContainer(), false);
  });

  test("that does not come to run is given up", async () => {
    const { host } = openFake("slow", { limits: brief });
    await rejects(host.start("r1"), {
      code: "HOST_FAILED",
      message: "generator 2 on unix:///d: its container did not run within 0.2 s",
    });
  });

  test("is not started on an engine that hangs", async () => {
    const limits = { ...brief, answer: milliseconds(100) };
    await rejects(openFake("hangs", { limits }).host.start("r1"), { code: "HOST_FAILED" });
  });

  test("is not left by a start that somebody stopped", async () => {
    const controller = new AbortController();
    const { host, calls } = openFake("slow", { signal: controller.signal, limits: brief });
    const started = host.start("r1");
    setTimeout(() => controller.abort(new Error("enough")), 50);
    await rejects(started, { message: "enough" });
    match(calls().at(-1) ?? "", / ps --all --quiet --filter label=rowbench\.run=r1 /);
    await rejects(host.start("r1"), { message: "enough" });
  });

  test("that is deaf to the end of its input is removed", async () => {
    const { host, hasContainer } = openFake("deaf", { limits: brief });
    const role = await host.start("r1");
    await role.stop();
    match(await role.ended, /^signal SIGKILL/);
    equal(hasContainer(), false);
  });

  test("that cannot be removed is an error of its stop", async () => {
    const { host } = openFake("stuck", { limits: brief });
    const role = await host.start("r1");
    await rejects(role.stop(), {
      code: "HOST_FAILED",
      message: /^generator 2 on .*: not sure that its container is gone: .*resource busy$/,
    });
  });

  test("that was killed says so, and whether memory ran out", async () => {
    const told = async (fault: string) => {
      const role = await openFake(fault).host.start("r1");
      role.input.write("now\n");
      return role.ended;
    };
    equal(await told("killed"), "killed (137), by somebody, or because memory ran out");
    equal(
      await told("out-of-memory"),
      "killed (137), its machine or its container ran out of memory",
    );
  });
});

describe("what is left of a run", { skip, concurrency: true }, () => {
  test("is removed by its labels", async () => {
    const { host, calls, hasContainer } = openFake("deaf", { limits: brief });
    const role = await host.start("r1");
    await host.clear("r1");
    await role.ended;
    equal(hasContainer(), false);
    const labels = ["run=r1", "role=generator", "number=2"];
    const filters = labels.map((label) => `--filter label=rowbench.${label}`).join(" ");
    deepEqual(calls().slice(-3), [
      `--host unix:///d ps --all --quiet ${filters}`,
      "--host unix:///d rm --force --volumes 4711",
      `--host unix:///d ps --all --quiet ${filters}`,
    ]);
  });

  test("may be nothing", async () => {
    const { host, calls } = openFake("nothing");
    await host.clear("r1");
    equal(calls().length, 1);
  });

  test("is not known where nobody answers", () =>
    rejects(openFake("unreachable", { limits: brief }).host.clear("r1"), {
      code: "HOST_FAILED",
      message:
        /^generator 2 on unix:\/\/\/d: not sure that nothing is left of the run r1: no Docker/,
    }));
});

async function echo({ input, output }: RoleProcess, text: string): Promise<string> {
  input.write(text);
  const [chunk] = await once(output, "data");
  return String(chunk);
}
