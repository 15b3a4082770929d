import process from "node:process";
import { messageOf, RowbenchError } from "@rowbench/shared/contract";
import type { GeneratorCommand, GeneratorReport } from "./generator-messages.ts";
import { runLoad } from "./load-run.ts";
import type { LoadSpec } from "./load-spec.ts";
import type { Mark } from "./run-options.ts";

// The process that makes the load; `startLoadGenerator` forks it. It lives over many slices, so
// that its code is compiled, and ends with the benchmark that started it.

let aborting = new AbortController();

process.on("disconnect", () => process.exit(0));
// Ctrl-C reaches the whole group of processes: the benchmark decides, and closes us.
process.on("SIGINT", () => {});
process.on("message", (command: GeneratorCommand) => {
  if (command.kind === "abort") aborting.abort();
  else void run(command.spec);
});
report({ kind: "ready" });

async function run(spec: LoadSpec): Promise<void> {
  aborting = new AbortController();
  const { signal } = aborting;
  const onMark = (mark: Mark) => report({ kind: "mark", mark });
  try {
    report({ kind: "result", result: await runLoad(spec, { signal, onMark }) });
  } catch (error) {
    if (signal.aborted) return report({ kind: "aborted" });
    const code = error instanceof RowbenchError ? error.code : undefined;
    report({ kind: "failed", code, message: messageOf(error) });
  }
}

function report(message: GeneratorReport): void {
  process.send?.(message);
}
