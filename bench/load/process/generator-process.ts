import process from "node:process";
import { messageOf, RowbenchError } from "@rowbench/shared/contract";
import { runLoad } from "../run/load-run.ts";
import type { Glimpse, Mark, Progress } from "../terms/run-options.ts";
import type { GeneratorCommand, GeneratorReport, SliceReport } from "./generator-messages.ts";

// The process that makes the load; `startLoadGenerator` forks it. It lives over many slices, so
// that its code is compiled, and ends with the benchmark that started it.

type RunCommand = Extract<GeneratorCommand, { readonly kind: "run" }>;

/** What a slice that runs waits for, or may be told. */
class Slice {
  readonly aborting = new AbortController();
  readonly beginning = Promise.withResolvers<number>();
  turn = Promise.withResolvers<void>();
}

const slices = new Map<number, Slice>();

process.on("disconnect", () => process.exit(0));
// Ctrl-C reaches the whole group of processes: the benchmark decides, and closes us.
process.on("SIGINT", () => {});
process.on("message", (command: GeneratorCommand) => {
  // One that is over has nothing to be told.
  const slice = slices.get(command.slice);
  if (command.kind === "run") void run(command);
  else if (command.kind === "abort") slice?.aborting.abort();
  else if (command.kind === "begin") slice?.beginning.resolve(command.atUs);
  else slice?.turn.resolve();
});
report({ kind: "ready" });

async function run({ slice: number, spec, isWatched, isHeld, takesTurns }: RunCommand) {
  const slice = new Slice();
  slices.set(number, slice);
  const tell = (about: SliceReport) => report({ slice: number, ...about });
  const { signal } = slice.aborting;
  const whenConnected = () => {
    tell({ kind: "connected" });
    return slice.beginning.promise;
  };
  const whenAtRest = (progress: Progress) => {
    slice.turn = Promise.withResolvers();
    tell({ kind: "at-rest", progress });
    return slice.turn.promise;
  };
  const onGlimpse = (glimpse: Glimpse) => tell({ kind: "glimpse", glimpse });
  const options = {
    signal,
    onBegin: (atUs: number) => tell({ kind: "began", atUs }),
    onMark: (mark: Mark, progress?: Progress) =>
      tell({ kind: "mark", mark, ...(progress && { progress }) }),
    ...(isHeld && { whenConnected }),
    ...(takesTurns && { whenAtRest }),
    ...(isWatched && { onGlimpse }),
  };
  try {
    tell({ kind: "result", result: await runLoad(spec, options) });
  } catch (error) {
    if (signal.aborted) return tell({ kind: "aborted" });
    const code = error instanceof RowbenchError ? error.code : undefined;
    tell({ kind: "failed", code, message: messageOf(error) });
  } finally {
    slices.delete(number);
  }
}

function report(message: GeneratorReport): void {
  process.send?.(message);
}
