import process from "node:process";
import { messageOf, RowbenchError } from "@rowbench/shared/contract";
import type { GeneratorCommand, GeneratorReport } from "./generator-messages.ts";
import { runLoad } from "./load-run.ts";
import type { Glimpse, Mark } from "./run-options.ts";

// The process that makes the load; `startLoadGenerator` forks it. It lives over many slices, so
// that its code is compiled, and ends with the benchmark that started it.

type RunCommand = Extract<GeneratorCommand, { kind: "run" }>;

let aborting = new AbortController();
let beginning = Promise.withResolvers<number>();

process.on("disconnect", () => process.exit(0));
// Ctrl-C reaches the whole group of processes: the benchmark decides, and closes us.
process.on("SIGINT", () => {});
process.on("message", (command: GeneratorCommand) => {
  if (command.kind === "abort") aborting.abort();
  else if (command.kind === "begin") beginning.resolve(command.atUs);
  else void run(command);
});
report({ kind: "ready" });

async function run({ spec, isWatched, isHeld }: RunCommand): Promise<void> {
  aborting = new AbortController();
  beginning = Promise.withResolvers();
  const { signal } = aborting;
  const whenConnected = () => {
    report({ kind: "connected" });
    return beginning.promise;
  };
  const onBegin = (atUs: number) => report({ kind: "began", atUs });
  const onMark = (mark: Mark) => report({ kind: "mark", mark });
  const onGlimpse = (glimpse: Glimpse) => report({ kind: "glimpse", glimpse });
  const always = { signal, onBegin, onMark };
  const options = { ...always, ...(isHeld && { whenConnected }), ...(isWatched && { onGlimpse }) };
  try {
    report({ kind: "result", result: await runLoad(spec, options) });
  } catch (error) {
    if (signal.aborted) return report({ kind: "aborted" });
    const code = error instanceof RowbenchError ? error.code : undefined;
    report({ kind: "failed", code, message: messageOf(error) });
  }
}

function report(message: GeneratorReport): void {
  process.send?.(message);
}
