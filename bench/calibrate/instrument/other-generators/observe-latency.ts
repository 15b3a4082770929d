import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { messageOf } from "@rowbench/shared/contract";
import { oneLine } from "../../../report/text/format.ts";
import type { ObservedLatency, OtherGenerator } from "./other-generator.ts";
import { runProgram } from "./run-program.ts";

/** What another generator saw, or why we do not know it. */
export type Observed =
  | ({ readonly kind: "observed" } & ObservedLatency)
  | { readonly kind: "unavailable"; readonly reason: string };

/** Beside the time that it sends: starting, and waiting for the last answers. */
const slackMs = 15_000;

/** Lets another generator load a server for so many seconds; rejects with the signal's reason alone. */
export async function observeLatency(
  generator: OtherGenerator,
  { url, seconds }: { readonly url: string; readonly seconds: number },
  signal: AbortSignal,
): Promise<Observed> {
  const folder = mkdtempSync(join(tmpdir(), "rowbench-"));
  try {
    const logFile = join(folder, "log");
    const words = generator.argumentsFor({ url, seconds, logFile });
    const output = await runProgram(generator.program, words, seconds * 1000 + slackMs, signal);
    if (output.kind === "unavailable") return output;
    const log = existsSync(logFile) ? readFileSync(logFile, "utf8") : "";
    return read(generator, output.stdout, log);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function read(generator: OtherGenerator, stdout: string, log: string): Observed {
  try {
    return { kind: "observed", ...generator.parse({ stdout, log }) };
  } catch (error) {
    return { kind: "unavailable", reason: `not readable: ${oneLine(messageOf(error))}` };
  }
}
