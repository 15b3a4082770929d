import process from "node:process";
import { messageOf, RowbenchError } from "@rowbench/shared/contract";
import type { GeneratorCommand, GeneratorReport } from "./generator-messages.ts";
import type { LoadRequest } from "./load-request.ts";
import { runLoad } from "./load-run.ts";

// The process that makes the load; `startLoadGenerator` forks it. It lives over many slices, so
// that its code is compiled, and ends with the benchmark that started it.

let aborting = new AbortController();

process.on("disconnect", () => process.exit(0));
// Ctrl-C reaches the whole group of processes: the benchmark decides, and closes us.
process.on("SIGINT", () => {});
process.on("message", (command: GeneratorCommand) => {
  if (command.kind === "abort") aborting.abort();
  else void run(command.request);
});
report({ kind: "ready" });

async function run(request: LoadRequest): Promise<void> {
  aborting = new AbortController();
  const { signal } = aborting;
  const onProgress = (progress: Extract<GeneratorReport, { kind: "progress" }>["progress"]) =>
    report({ kind: "progress", progress });
  try {
    report({ kind: "result", result: await runLoad(request, { signal, onProgress }) });
  } catch (error) {
    if (signal.aborted) return report({ kind: "aborted" });
    const code = error instanceof RowbenchError ? error.code : undefined;
    report({ kind: "failed", code, message: messageOf(error) });
  }
}

function report(message: GeneratorReport): void {
  process.send?.(message);
}
