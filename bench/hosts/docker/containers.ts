import { setTimeout as delay } from "node:timers/promises";
import type { Milliseconds } from "@rowbench/shared/contract";
import { askDocker, type DockerEngine } from "./ask-docker.ts";

const pollMs = 100;

/**
 * Removes the containers with all these labels, and resolves once the engine knows of none; else
 * with the reason why that cannot be made sure within the limit.
 */
export async function removeContainers(
  engine: DockerEngine,
  labels: Readonly<Record<string, string>>,
  limit: Milliseconds,
): Promise<string | undefined> {
  const deadline = performance.now() + limit;
  for (;;) {
    const problem = await removeOnce(engine, labels);
    if (problem === undefined || performance.now() >= deadline) return problem;
    await delay(pollMs);
  }
}

async function removeOnce(
  engine: DockerEngine,
  labels: Readonly<Record<string, string>>,
): Promise<string | undefined> {
  const listed = await askDocker(engine, ["ps", "--all", "--quiet", ...labelFilters(labels)]);
  if (listed.kind === "failed") return listed.reason;
  const ids = listed.output.split("\n").filter((id) => id !== "");
  if (ids.length === 0) return undefined;
  const removed = await askDocker(engine, ["rm", "--force", "--volumes", ...ids]);
  return removed.kind === "failed" ? removed.reason : "a container is still there";
}

/** Whether one with all these labels is known to run. */
export async function isRunning(
  engine: DockerEngine,
  labels: Readonly<Record<string, string>>,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const words = ["ps", "--quiet", "--filter", "status=running", ...labelFilters(labels)];
  const running = await askDocker(engine, words, signal);
  return running.kind === "answered" && running.output !== "";
}

/** Whether a container with these labels, which is gone, was killed because memory ran out. */
export async function wasOutOfMemory(
  engine: DockerEngine,
  labels: Readonly<Record<string, string>>,
): Promise<boolean> {
  // By the engine's own clock: an end that is ahead of it would be waited for.
  const now = await askDocker(engine, ["info", "--format", "{{.SystemTime}}"]);
  if (now.kind === "failed") return false;
  const period = ["--since", "1", "--until", now.output];
  const words = ["events", ...period, "--filter", "event=oom", ...labelFilters(labels)];
  const events = await askDocker(engine, words);
  return events.kind === "answered" && events.output !== "";
}

export function labelWords(labels: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(labels).flatMap(([name, value]) => ["--label", `${name}=${value}`]);
}

function labelFilters(labels: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(labels).flatMap(([name, value]) => ["--filter", `label=${name}=${value}`]);
}
