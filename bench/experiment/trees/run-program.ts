import { RowbenchError } from "@rowbench/shared/contract";
import {
  type ProgramOptions,
  type ProgramResult,
  runProgram as run,
} from "@rowbench/shared/processes";

/** Runs a program to its end, whatever that is. Throws TREE_FAILED if it does not start. */
export async function runProgram(
  file: string,
  args: readonly string[],
  options: Omit<ProgramOptions, "limit">,
): Promise<ProgramResult> {
  const outcome = await run(file, args, options);
  if (outcome.kind === "ended") return outcome;
  const reason = outcome.kind === "late" ? "it took too long" : outcome.reason;
  throw new RowbenchError("TREE_FAILED", `\`${file}\` does not start: ${reason}`);
}
