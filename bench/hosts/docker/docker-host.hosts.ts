import { deepEqual, equal, match, ok, rejects } from "node:assert/strict";
import { execFile, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { after, before, describe, test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { milliseconds } from "@rowbench/shared/contract";
import { type NetworkHosts, startNetworkHosts, whyNotHere } from "../fixtures/network-hosts.ts";
import { loadSmallImage, smallImage } from "../fixtures/small-image.ts";
import type { RoleProcess } from "../host.ts";
import { type DockerHostOptions, openDockerHosts } from "./docker-host.ts";
import { readHostsFile } from "./hosts-file.ts";

const starter = fileURLToPath(new URL("fixtures/starts-all.ts", import.meta.url));
const vanishLimitMs = 10_000;
/** A role that does not end with its input. */
const deaf = ["/bin/sh", "-c", "while :; do sleep 1; done"];

describe("four Docker engines", { skip: whyNotHere() ?? false }, () => {
  let bed: NetworkHosts;
  let path: string;
  before(async () => {
    bed = await startNetworkHosts(4);
    await loadSmallImage(bed);
    path = bed.writeHostsFile(smallImage);
  });
  after(() => bed?.stop());

  const open = (program: readonly string[] = ["/bin/cat"], options: DockerHostOptions = {}) =>
    openDockerHosts(readHostsFile(path), { program, ...options });
  const docker = (index: number, ...words: string[]) =>
    execFileSync("docker", ["--host", bed.hosts[index]?.engine ?? "", ...words], {
      encoding: "utf8",
    }).trim();
  const containers = () =>
    bed.hosts.map((_, index) => docker(index, "ps", "--all", "--format", "{{.Names}}"));
  const nothing = ["", "", "", ""];

  async function untilNothing(): Promise<void> {
    const deadline = performance.now() + vanishLimitMs;
    while (containers().join("") !== "" && performance.now() < deadline) await delay(50);
    deepEqual(containers(), nothing);
  }

  test("have the same image, or say that they have not", async () => {
    const ids = await Promise.all(open().map((host) => host.prepare()));
    match(ids[0] ?? "", /^sha256:[0-9a-f]{64}$/);
    equal(new Set(ids).size, 1);
    const [database] = openDockerHosts({ ...readHostsFile(path), image: "rowbench:none" });
    await rejects(database?.prepare() ?? Promise.resolve(), {
      code: "HOST_UNAVAILABLE",
      message: /^database on unix:.*docker\.sock: it has no image `rowbench:none`: .*--to unix:/,
    });
  });

  test("run a program each, which can be talked to and ends with its input", async () => {
    const roles = await Promise.all(open().map((host) => host.start("talk")));
    deepEqual(containers(), [
      "rowbench-talk-database-1",
      "rowbench-talk-server-1",
      "rowbench-talk-generator-1",
      "rowbench-talk-generator-2",
    ]);
    const answers = await Promise.all(roles.map((role, index) => echo(role, `hello ${index}\n`)));
    deepEqual(answers, ["hello 0\n", "hello 1\n", "hello 2\n", "hello 3\n"]);
    await Promise.all(roles.map((role) => role.stop()));
    deepEqual(await Promise.all(roles.map(({ ended }) => ended)), Array(4).fill("exit code 0"));
    deepEqual(containers(), nothing);
  });

  test("give a program the network of their machine", async () => {
    const program = ["/bin/sh", "-c", "read -r line; exec cat /proc/net/fib_trie"];
    for (const [index, host] of open(program).entries()) {
      const role = await host.start("network");
      const addresses = await echo(role, "now\n");
      equal(addresses.includes(`10.77.0.${index + 1}\n`), true);
      equal(addresses.includes(`10.77.0.${index === 0 ? 2 : 1}\n`), false);
      await role.stop();
    }
  });

  test("tell of a program that ends at once", async () => {
    const [host] = open(["/bin/sh", "-c", "echo no room >&2; exit 3"]);
    // It may have been seen running just before.
    const told = await host?.start("short").then(
      ({ ended }) => ended,
      (error: Error) => error.message,
    );
    match(told ?? "", /exit code 3: no room$/);
    const [absent] = open(["/bin/absent"]);
    await rejects(absent?.start("short") ?? Promise.resolve(), {
      code: "HOST_FAILED",
      message: /its container ended at once, exit code 127: .*\/bin\/absent/,
    });
    deepEqual(containers(), nothing);
  });

  test("tell of one that somebody kills, and leave the others alone", async () => {
    const roles = await Promise.all(open().map((host) => host.start("kill")));
    docker(2, "kill", "rowbench-kill-generator-1");
    equal(await roles[2]?.ended, "killed (137), by somebody, or because memory ran out");
    await Promise.all(roles.map((role) => role.stop()));
    equal(await roles[3]?.ended, "exit code 0");
    deepEqual(containers(), nothing);
  });

  test("tell of one whose memory ran out", async () => {
    const eater = "read -r x; while :; do x=$x$x; done";
    const role = await open(["/bin/sh", "-c", eater])[1]?.start("memory");
    docker(1, "update", "--memory", "8m", "--memory-swap", "8m", "rowbench-memory-server-1");
    role?.input.write("more\n");
    equal(await role?.ended, "killed (137), its machine or its container ran out of memory");
  });

  test("remove one that does not end with its input", async () => {
    const role = await open(deaf, { limits: { end: milliseconds(200) } })[0]?.start("deaf");
    await role?.stop();
    match((await role?.ended) ?? "", /^exit code 137/);
    deepEqual(containers(), nothing);
  });

  test("can be asked while their machine is cut off from the others", async () => {
    const server = bed.hosts[1];
    ok(server);
    const role = await open()[1]?.start("cut");
    equal(await connectFrom(bed, 0, server.address), "ECONNREFUSED");
    bed.cutOff(server);
    try {
      equal(await connectFrom(bed, 0, server.address), "timeout");
      await role?.stop();
    } finally {
      bed.mend(server);
    }
    equal(await role?.ended, "exit code 0");
    equal(await connectFrom(bed, 0, server.address), "ECONNREFUSED");
  });

  test("have nothing left of a conductor that was killed", async () => {
    await startAndKill(path, "gone", ["/bin/cat"]);
    await untilNothing();
  });

  test("have what is deaf to its conductor's end removed by its run", async () => {
    await startAndKill(path, "stays", deaf);
    const hosts = open();
    for (const host of hosts) await host.clear("another");
    equal(containers().filter((name) => name !== "").length, 4);
    await Promise.all(hosts.map((host) => host.clear("stays")));
    deepEqual(containers(), nothing);
  });
});

async function echo({ input, output }: RoleProcess, text: string): Promise<string> {
  input.write(text);
  const [chunk] = await once(output, "data");
  return String(chunk);
}

async function startAndKill(path: string, run: string, program: readonly string[]): Promise<void> {
  const conductor = spawn(process.execPath, [starter, path, run, ...program], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [text] = await once(conductor.stdout, "data");
  equal(String(text), "started\n");
  conductor.kill("SIGKILL");
  await once(conductor, "exit");
}

/** What becomes of a connection to a port that nobody listens on. */
async function connectFrom(bed: NetworkHosts, index: number, address: string): Promise<string> {
  const script = `
    const socket = require("node:net").connect({ port: 9, host: "${address}", timeout: 500 });
    const tell = (how) => { process.stdout.write(how); socket.destroy(); };
    socket.once("error", ({ code }) => tell(code)).once("timeout", () => tell("timeout"));`;
  const words = [`--net=/run/netns/${bed.hosts[index]?.namespace}`, process.execPath, "-e", script];
  const { stdout } = await promisify(execFile)("nsenter", words);
  return stdout;
}
