import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { after } from "node:test";
import { fileURLToPath } from "node:url";
import type { ReadyMessage } from "./serve.ts";

const program = fileURLToPath(new URL("serve.mjs", import.meta.url));

/** For tests: the file of a server of `packages/`. */
export const packageEntry = (name: string): string =>
  fileURLToPath(new URL(`../../packages/${name}/src/server.ts`, import.meta.url));

/** For tests: the file of a server of `fixtures/`. */
export const fixtureEntry = (name: "fragile" | "unloadable"): string =>
  fileURLToPath(new URL(`fixtures/${name}/src/server.ts`, import.meta.url));

/** A server in a process of its own. */
export interface TestServer {
  readonly child: ChildProcess;
  /** All that it has written so far. */
  output(): string;
  /** Rejects when it ends before. */
  ready(): Promise<ReadyMessage>;
  /** Resolves once it has ended; null when a signal ended it. */
  exitCode(): Promise<number | null>;
  /** SIGTERM, then its exit code. */
  stop(): Promise<number | null>;
}

/** What a server is started with, beside its options. */
export interface TestServerSettings {
  readonly entry?: string;
  readonly environment?: NodeJS.ProcessEnv;
  /** The limit of open descriptors, of each of its processes. */
  readonly descriptors?: number;
}

/** For tests: starts a server on a free port unless the options name one. */
export function startTestServer(
  options: readonly string[],
  { entry = packageEntry("node-http"), environment = {}, descriptors }: TestServerSettings = {},
): TestServer {
  const line = [process.execPath, program, entry, ...options];
  const limited = ["sh", "-c", `ulimit -n ${descriptors}; exec "$@"`, "sh", ...line];
  const [command = "", ...rest] = descriptors === undefined ? line : limited;
  const child = spawn(command, rest, {
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    env: { ...process.env, PORT: "0", ...environment },
  });
  // A test that fails stops nothing, and a server that is left would keep the whole run alive.
  after(() => void child.kill("SIGKILL"));
  let text = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on("data", (chunk) => {
      text += chunk;
    });
  }
  const exitCode = async (): Promise<number | null> => {
    const [code] = child.exitCode === null ? await once(child, "close") : [child.exitCode];
    return code;
  };
  return {
    child,
    output: () => text,
    ready: async () => {
      const ended = once(child, "close").then(() =>
        Promise.reject(new Error(`it ended:\n${text}`)),
      );
      const [message] = await Promise.race([once(child, "message"), ended]);
      return message as ReadyMessage;
    },
    exitCode,
    stop: () => {
      child.kill("SIGTERM");
      return exitCode();
    },
  };
}
