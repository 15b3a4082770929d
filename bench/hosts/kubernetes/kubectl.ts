import { type ChildProcess, type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { type Milliseconds, messageOf } from "@rowbench/shared/contract";
import { containerName } from "./manifests.ts";

/** Variables of a process, as `process.env` has them. */
export type Environment = Readonly<Record<string, string | undefined>>;

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

/** Ends a `kubectl` at once, and the plugin for logging in that it may wait for. */
export function killKubectl(child: ChildProcess): void {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
  } catch {
    // Windows has no process groups, and this one may have ended a moment ago.
    child.kill("SIGKILL");
  }
}

/** Opens the `kubectl` of the PATH that the environment names. */
export function openKubectl({ context, namespace }: Cluster, environment: Environment): Kubectl {
  const where = ["--context", context, "--namespace", namespace];
  const start = (args: readonly string[]) =>
    spawn("kubectl", [...where, ...args], {
      env: environment,
      // In a group of its own: Ctrl-C in a terminal is for this program, which still needs it.
      detached: true,
      windowsHide: true,
      stdio: "pipe",
    });
  return {
    run(args, limit, input = "") {
      const child = start([...args, "--request-timeout", `${limit}ms`]);
      return finish(child, limit, input);
    },
    // Without a limit for the request: it lasts as long as the role.
    attach: (pod) => start(["attach", pod, "--container", containerName, "--stdin", "--quiet"]),
  };
}

/** The limit of `kubectl` itself ends requests; logging in may hang before there is any. */
const loginLimitMs = 1000;

function finish(
  child: ChildProcessWithoutNullStreams,
  limit: Milliseconds,
  input: string,
): Promise<KubectlResult> {
  const stdout = collectText(child.stdout);
  const stderr = collectText(child.stderr);
  // One that ends before it has read its input is told of by its exit code.
  child.stdin.on("error", () => {}).end(input);
  return new Promise((resolve) => {
    const fail = (reason: string) => resolve({ kind: "failed", stdout: stdout(), reason });
    const timer = setTimeout(() => {
      killKubectl(child);
      fail(`no answer within ${limit / 1000} s`);
    }, limit + loginLimitMs);
    child.once("error", (error) => fail(startFailure(error)));
    child.once("close", (code, signal) => {
      clearTimeout(timer);
      if (code === 0) resolve({ kind: "done", stdout: stdout() });
      else
        fail(lastWords(stderr()) ?? (signal === null ? `exit code ${code}` : `signal ${signal}`));
    });
  });
}

function startFailure(error: NodeJS.ErrnoException): string {
  const isMissing = error.code === "ENOENT";
  return isMissing ? "`kubectl` is not on the PATH: install it" : messageOf(error);
}

/** The last line that is meant for people: before it stand the library's log and warnings. */
export function lastWords(stderr: string): string | undefined {
  const lines = stderr.split("\n").map((line) => line.trim());
  const words = lines.filter((line) => line !== "" && !/^([EWIF]\d{4} |Warning: )/.test(line));
  return words.at(-1)?.replace(/^error: /i, "");
}

/** The last characters that a stream has carried. */
export function collectText(stream: ChildProcess["stdout"], kept = Number.POSITIVE_INFINITY) {
  let text = "";
  stream?.setEncoding("utf8").on("data", (chunk: string) => {
    text = (text + chunk).slice(-kept);
  });
  return () => text;
}
