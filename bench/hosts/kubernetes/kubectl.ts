import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { type Milliseconds, milliseconds } from "@rowbench/shared/contract";
import { type Environment, runProgram } from "@rowbench/shared/processes";
import { containerName } from "./manifests.ts";

/** Which cluster, and which part of it. */
export interface Cluster {
  readonly context: string;
  readonly namespace: string;
}

/** How a call ended: with its output, or with the reason in one line. */
export type KubectlResult =
  | { readonly kind: "done"; readonly stdout: string }
  | { readonly kind: "failed"; readonly stdout: string; readonly reason: string };

/** The person's own `kubectl`: their contexts, their plugins for logging in, their permissions. */
export interface Kubectl {
  /** Never rejects; at the limit the program is killed. */
  run(args: readonly string[], limit: Milliseconds, input?: string): Promise<KubectlResult>;
  /** The standard streams of a pod's container, as those of the process. */
  attach(pod: string): ChildProcessWithoutNullStreams;
}

/** Opens the `kubectl` of the PATH that the environment names. */
export function openKubectl({ context, namespace }: Cluster, environment: Environment): Kubectl {
  const where = ["--context", context, "--namespace", namespace];
  return {
    async run(args, limit, input = "") {
      const words = [...where, ...args, "--request-timeout", `${limit}ms`];
      const options = { environment, input, limit: milliseconds(limit + loginLimitMs) };
      return resultOf(await runProgram("kubectl", words, options), limit);
    },
    // Without a limit for the request: it lasts as long as the role.
    attach(pod) {
      const words = ["attach", pod, "--container", containerName, "--stdin", "--quiet"];
      // In a group of its own: Ctrl-C in a terminal is for this program, which still needs it.
      const options = {
        env: environment,
        detached: true,
        windowsHide: true,
        stdio: "pipe",
      } as const;
      return spawn("kubectl", [...where, ...words], options);
    },
  };
}

/** The limit of `kubectl` itself ends requests; logging in may hang before there is any. */
const loginLimitMs = 1000;

function resultOf(
  outcome: Awaited<ReturnType<typeof runProgram>>,
  limit: Milliseconds,
): KubectlResult {
  if (outcome.kind === "late")
    return { kind: "failed", stdout: "", reason: `no answer within ${limit / 1000} s` };
  if (outcome.kind === "not started")
    return { kind: "failed", stdout: "", reason: `\`kubectl\` does not start: ${outcome.reason}` };
  const { exitCode, ending, stdout, stderr } = outcome;
  if (exitCode === 0) return { kind: "done", stdout };
  return { kind: "failed", stdout, reason: lastWords(stderr) ?? ending };
}

/** The last line that is meant for people: before it stand the library's log and warnings. */
export function lastWords(stderr: string): string | undefined {
  const lines = stderr.split("\n").map((line) => line.trim());
  const words = lines.filter((line) => line !== "" && !/^([EWIF]\d{4} |Warning: )/.test(line));
  return words.at(-1)?.replace(/^error: /i, "");
}
