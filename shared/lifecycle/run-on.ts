import { spawn } from "node:child_process";
import { once } from "node:events";
import { constants } from "node:os";
import { commandOf, type InstalledRuntime, runtimeEnvironment } from "../runtimes/index.ts";

/** Set for a script that runs where it should: a runtime's path and its name are no proof of that. */
export const settledVariable = "ROWBENCH_RUNTIME_SETTLED";

/**
 * Runs a script on another runtime, and resolves with its exit code once it has ended. It is asked
 * to stop when `stopSignal` resolves, and by the end of this process, however that comes; what it
 * tells is passed on to the program that started this one.
 */
export async function runOn(
  runtime: InstalledRuntime,
  script: string,
  argv: readonly string[],
  stopSignal: Promise<void>,
): Promise<number> {
  const [program = "", ...words] = commandOf(runtime, script);
  const child = spawn(program, [...words, ...argv], {
    // In a group of its own: Ctrl-C would reach it beside our own request, as a second signal.
    detached: true,
    stdio: ["ignore", "inherit", "inherit", "ipc"],
    env: { ...process.env, ...runtimeEnvironment(runtime), [settledVariable]: "1" },
  });
  child.on("message", (message) => process.send?.(message));
  void stopSignal.then(() => child.kill("SIGTERM"));
  const [code, signal] = (await once(child, "exit")) as [number | null, NodeJS.Signals | null];
  return code ?? 128 + constants.signals[signal ?? "SIGTERM"];
}
