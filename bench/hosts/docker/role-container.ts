import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import type { Milliseconds } from "@rowbench/shared/contract";
import type { SupervisedChild } from "@rowbench/shared/processes";
import type { RolePlace, RoleProcess } from "../host.ts";
import { type DockerEngine, hostError, startDocker } from "./ask-docker.ts";
import { isRunning, labelWords, removeContainers, wasOutOfMemory } from "./containers.ts";

/** What is started on an engine, and how long each step may take. */
export interface RoleContainer {
  readonly engine: DockerEngine;
  readonly place: RolePlace;
  readonly image: string;
  /** Instead of the image's own program. */
  readonly program: readonly string[] | undefined;
  /** For messages: the role and the host. */
  readonly where: string;
  readonly startLimit: Milliseconds;
  /** To end by itself, once its input has. */
  readonly endLimit: Milliseconds;
  readonly removeLimit: Milliseconds;
  readonly signal: AbortSignal | undefined;
}

const pollMs = 50;

const killed = "exit code 137";

/** Labels of all containers of one role in a run. */
export function labelsOf(run: string, { role, number }: RolePlace): Record<string, string> {
  return { "rowbench.run": run, "rowbench.role": role, "rowbench.number": String(number) };
}

/**
 * Runs a role's program and resolves once it does. Its streams are those of a `docker run` whose
 * input ends with this process, however that ends: then so does the program, and `--rm`, which is
 * the engine's own work, takes the container away.
 */
export async function startContainer(run: string, container: RoleContainer): Promise<RoleProcess> {
  const { engine, place, where, signal } = container;
  signal?.throwIfAborted();
  // Of this start alone: another one of the same role may be ending.
  const labels = { ...labelsOf(run, place), "rowbench.start": randomUUID() };
  const docker = startDocker(engine, runWords(run, labels, container), ["pipe", "pipe", "pipe"]);
  const { stdin, stdout } = docker.process;
  if (stdin === null || stdout === null) throw new Error("a child without pipes");
  // Whoever writes to a role that is gone learns of it by `ended`.
  stdin.on("error", () => {});
  let isStopped = false;
  const ended = docker.ended.then((how) =>
    how.startsWith(killed) && !isStopped ? whoKilled(how, engine, labels) : how,
  );
  const stop = async () => {
    isStopped = true;
    stdin.end();
    const problem = await untilGone(docker, labels, container);
    const reason = `not sure that its container is gone: ${problem}`;
    if (problem !== undefined) throw hostError("HOST_FAILED", where, reason);
  };
  try {
    await untilRunning(docker, labels, container);
  } catch (error) {
    // Its message would hide the reason; what is left is found again by `clear`.
    await stop().catch(() => {});
    throw error;
  }
  return { input: stdin, output: stdout, ended, stop };
}

function runWords(
  run: string,
  labels: Readonly<Record<string, string>>,
  { place: { role, number }, image, program }: RoleContainer,
): readonly string[] {
  const [entrypoint, ...words] = program ?? [];
  return [
    "run",
    "--interactive",
    "--rm",
    // Whether the image is there was asked before; one from elsewhere may be another.
    ...["--pull", "never"],
    ...["--network", "host"],
    // The role reads the processor time of whatever else runs on its machine.
    ...["--pid", "host"],
    ...["--name", `rowbench-${run}-${role}-${number}`],
    ...labelWords(labels),
    ...["--cap-drop", "ALL"],
    ...["--security-opt", "no-new-privileges"],
    // What it says is for the conductor, and would only wear the machine's disk. The root folder is
    // not read-only: PostgreSQL's files are in the container's own layer, and go with it. Nor is
    // there a limit of descriptors: Node.js takes as many as the engine lets it have.
    ...["--log-driver", "none"],
    ...(entrypoint === undefined ? [image, role] : ["--entrypoint", entrypoint, image, ...words]),
  ];
}

async function untilRunning(
  { ended, ending }: SupervisedChild,
  labels: Readonly<Record<string, string>>,
  { engine, where, startLimit, signal }: RoleContainer,
): Promise<void> {
  const deadline = performance.now() + startLimit;
  while (ending() === undefined) {
    if (await isRunning(engine, labels, signal)) return;
    if (performance.now() >= deadline) {
      const reason = `its container did not run within ${startLimit / 1000} s`;
      throw hostError("HOST_FAILED", where, reason);
    }
    await Promise.race([ended, delay(pollMs)]);
  }
  throw hostError("HOST_FAILED", where, `its container ended at once, ${await ended}`);
}

/** Ends what has to be ended; resolves with the reason if it is not sure to be gone. */
async function untilGone(
  docker: SupervisedChild,
  labels: Readonly<Record<string, string>>,
  { engine, endLimit, removeLimit }: RoleContainer,
): Promise<string | undefined> {
  await Promise.race([docker.ended, delay(endLimit, undefined, { ref: false })]);
  const problem = await removeContainers(engine, labels, removeLimit);
  await Promise.race([docker.ended, delay(endLimit, undefined, { ref: false })]);
  const ending = await docker.stop();
  if (ending === "in order" || problem !== undefined) return problem;
  // It may have been about to make one.
  return removeContainers(engine, labels, removeLimit);
}

async function whoKilled(
  how: string,
  engine: DockerEngine,
  labels: Readonly<Record<string, string>>,
): Promise<string> {
  const cause = (await wasOutOfMemory(engine, labels))
    ? "its machine or its container ran out of memory"
    : "by somebody, or because memory ran out";
  return how.replace(killed, `killed (137), ${cause}`);
}
