import { deepEqual, equal, match, ok } from "node:assert/strict";
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { repositoryRoot } from "../../results/records/places.ts";
import { readRecords } from "../../results/records/read-records.ts";
import type { FailureRecord, SliceRecord } from "../../results/records/records.ts";
import { type NetworkHosts, whyNotHere } from "../fixtures/network-hosts.ts";
import { startHostsWithImage, whyNoImage } from "../fixtures/rowbench-image.ts";
import { usualImage } from "../image-name.ts";

const program = fileURLToPath(new URL("../../cli/rowbench.mjs", import.meta.url));
const skip = whyNotHere() ?? whyNoImage() ?? false;

interface Ran {
  readonly code: number | null;
  readonly said: string;
  readonly slices: readonly SliceRecord[];
  readonly failures: readonly FailureRecord[];
}

describe("`rowbench bench` on four Docker engines", { skip }, () => {
  let bed: NetworkHosts;
  let path: string;
  before(async () => {
    bed = await startHostsWithImage(4);
    path = bed.writeHostsFile(usualImage);
  });
  after(() => bed?.stop());

  const docker = (index: number, ...words: string[]) =>
    execFileSync("docker", ["--host", bed.hosts[index]?.engine ?? "", ...words], {
      encoding: "utf8",
    }).trim();
  const containers = () => bed.hosts.map((_, index) => docker(index, "ps", "--all", "--quiet"));
  const nothing = ["", "", "", ""];

  /** Runs a command to its end; `when` is called with each of its lines. */
  async function run(
    words: readonly string[],
    when: (line: string, child: ChildProcess) => void = () => {},
  ): Promise<Ran> {
    const usual = ["--servers", "node-http", "--models", "single", "--budget", "10s"];
    const all = ["bench", "--on", `docker:${path}`, ...usual, ...words];
    const child = spawn(process.execPath, [program, ...all], { stdio: ["ignore", "pipe", "pipe"] });
    let said = "";
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (text: string) => {
        said += text;
        for (const line of text.split("\n")) when(line, child);
      });
    const [code] = await once(child, "close");
    const folder = /^results +(\S+)$/m.exec(said)?.[1];
    if (folder === undefined) return { code, said, slices: [], failures: [] };
    const { records } = readRecords(join(repositoryRoot, folder));
    rmSync(join(repositoryRoot, folder), { recursive: true });
    return {
      code,
      said,
      slices: records.filter((record) => record.kind === "slice"),
      failures: records.filter((record) => record.kind === "failure"),
    };
  }

  test("two generators load one server, and every answer was a query on the database's host", async () => {
    const { code, said, slices, failures } = await run(["--rounds", "2", "--paces", "common"]);
    equal(code, 0, said);
    deepEqual(failures, []);
    equal(slices.filter(({ loop }) => loop === "closed").length, 2, said);
    ok(
      slices.some(({ loop }) => loop === "common"),
      said,
    );
    for (const { result, statements, hosts = [], refusals, startSkewUs } of slices) {
      ok("calls" in statements);
      deepEqual([statements.calls, statements.rows], [result.correct, result.correct]);
      deepEqual(
        refusals.filter(({ kind }) => kind === "wrong"),
        [],
      );
      deepEqual(
        hosts.map(({ role }) => role),
        ["server", "database", "generator 1", "generator 2"],
      );
      for (const { link } of hosts) ok((link?.bytesPerSecond ?? 0) > 1000);
      ok(startSkewUs !== undefined);
    }
    deepEqual(containers(), nothing);
  });

  test("a generator that is killed is named, and comes up again", async () => {
    let isKilled = false;
    const { code, said, slices, failures } = await run(["--rounds", "3"], (line) => {
      if (isKilled || !line.startsWith("round 1/")) return;
      isKilled = true;
      docker(3, "kill", docker(3, "ps", "--quiet"));
    });
    equal(code, 0, said);
    equal(failures.length, 1, said);
    match(failures[0]?.reason ?? "", /^generator 2 on unix:.*: it ended, killed \(137\)/);
    ok(slices.some(({ round, result }) => round > (failures[0]?.round ?? 3) && result.correct > 0));
    deepEqual(containers(), nothing);
  });

  // Longer than a request may take: what is sent again after a shorter one is answered late.
  const cutMs = 12_000;

  test("a server's host that is cut off costs what was measured there, and hangs nobody", async () => {
    const [, server] = bed.hosts;
    ok(server !== undefined);
    let isCut = false;
    const { code, said, slices, failures } = await run(["--rounds", "3"], (line) => {
      if (isCut || !line.startsWith("round 1/")) return;
      isCut = true;
      bed.cutOff(server);
      setTimeout(() => bed.mend(server), cutMs);
    });
    bed.mend(server);
    ok(code === 0 || code === 3, said);
    const unanswered = slices.filter(({ refusals }) =>
      refusals.some(({ gate }) => gate === "failures"),
    );
    ok(failures.length + unanswered.length > 0, said);
    deepEqual(containers(), nothing);
  });

  test("Ctrl-C keeps the finished rounds and leaves nothing on any host", async () => {
    let isStopped = false;
    const { said, slices } = await run(["--rounds", "8"], (line, child) => {
      if (isStopped || !/^round 1\/8 done/.test(line)) return;
      isStopped = true;
      setTimeout(() => child.kill("SIGINT"), 500);
    });
    match(said, /it was stopped/);
    ok(slices.some(({ round }) => round === 1));
    deepEqual(containers(), nothing);
  });

  test("a conductor that is killed leaves nothing", async () => {
    await run(["--rounds", "2"], (line, child) => {
      if (line.startsWith("round 1/")) child.kill("SIGKILL");
    });
    const deadline = performance.now() + 15_000;
    while (containers().join("") !== "" && performance.now() < deadline) await delay(100);
    deepEqual(containers(), nothing);
  });

  test("an image that a host does not have is one message, and exit code 2", async () => {
    const { code, said } = await run(["--image", "rowbench:none"]);
    equal(code, 2);
    match(said, /^\w+( \d)? on unix:\S+: it has no image `rowbench:none`/m);
    deepEqual(containers(), nothing);
  });
});
