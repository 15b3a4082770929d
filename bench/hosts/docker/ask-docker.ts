import { spawn } from "node:child_process";
import { type Milliseconds, RowbenchError } from "@rowbench/shared/contract";
import { type SupervisedChild, superviseChild } from "@rowbench/shared/processes";
import type { EngineHost } from "./hosts-file.ts";
import { whyDockerFailed } from "./why-docker-failed.ts";

/** What one call of the `docker` command came to, the output trimmed. */
export type DockerAnswer =
  | { readonly kind: "answered"; readonly output: string }
  | { readonly kind: "failed"; readonly reason: string };

/** An engine, and how its `docker` command is called. */
export interface DockerEngine extends EngineHost {
  readonly environment: NodeJS.ProcessEnv;
  /** How long an answer may take. */
  readonly answerLimit: Milliseconds;
}

/**
 * Calls the person's own `docker` command, whose login, contexts and keys are theirs. Always in a
 * process group of its own: Ctrl-C is for this program, and ssh cannot ask for a password.
 */
export async function askDocker(
  engine: DockerEngine,
  words: readonly string[],
  signal?: AbortSignal,
): Promise<DockerAnswer> {
  signal?.throwIfAborted();
  const { process: child, ...docker } = startDocker(engine, words, ["ignore", "pipe", "pipe"]);
  let output = "";
  child.stdout?.setEncoding("utf8").on("data", (chunk: string) => {
    output += chunk;
  });
  const late = Promise.withResolvers<string>();
  const { answerLimit } = engine;
  const timer = setTimeout(() => late.resolve(noAnswer(answerLimit)), answerLimit);
  const abort = () => late.resolve("stopped");
  signal?.addEventListener("abort", abort);
  const lateReason = await Promise.race([docker.ended.then(() => undefined), late.promise]);
  clearTimeout(timer);
  signal?.removeEventListener("abort", abort);
  await docker.stop();
  signal?.throwIfAborted();
  if (lateReason !== undefined) return { kind: "failed", reason: lateReason };
  if (child.exitCode === 0) return { kind: "answered", output: output.trim() };
  return { kind: "failed", reason: whyDockerFailed(lastWords(docker)) };
}

/** Docker tells on standard error whatever it knows; how it ended only matters where it did not. */
function lastWords({ lastLines, ending }: Pick<SupervisedChild, "lastLines" | "ending">): string {
  return lastLines().join(" | ") || (ending() ?? "");
}

function noAnswer(limit: Milliseconds): string {
  return `no answer within ${limit / 1000} s`;
}

/** The output is for the caller to read. */
export function startDocker(
  { options, environment }: DockerEngine,
  words: readonly string[],
  stdio: ["pipe" | "ignore", "pipe", "pipe"],
): SupervisedChild {
  const child = spawn("docker", [...options, ...words], {
    detached: true,
    stdio,
    env: environment,
  });
  return superviseChild(child, { requests: [], leadsGroup: true, isOutputRead: true });
}

/** An error of a host, which says where it is and what it was to do. */
export function hostError(
  code: "HOST_UNAVAILABLE" | "HOST_FAILED",
  where: string,
  reason: string,
): RowbenchError {
  return new RowbenchError(code, `${where}: ${reason}`);
}
