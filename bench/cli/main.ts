import { RowbenchError } from "@rowbench/shared/contract";
import { Command, CommanderError } from "commander";
import { printable } from "../report/text/format.ts";
import { adviseCommand } from "./commands/advise.ts";
import { benchCommand } from "./commands/bench.ts";
import { calibrateCommand } from "./commands/calibrate.ts";
import { checkCommand, listCommand, restartsCommand } from "./commands/cells.ts";
import { compareCommand } from "./commands/compare.ts";
import { loadCommand } from "./commands/load.ts";
import { manifestsCommand } from "./commands/manifests.ts";
import { reportCommand } from "./commands/report.ts";
import { sweepCommand } from "./commands/sweep/sweep.ts";

const usageExitCode = 2;

const commands = [
  adviseCommand,
  benchCommand,
  calibrateCommand,
  checkCommand,
  compareCommand,
  listCommand,
  loadCommand,
  manifestsCommand,
  reportCommand,
  restartsCommand,
  sweepCommand,
];

/** Runs one command of the line and ends the process with its exit code. */
export async function main(argv: readonly string[]): Promise<void> {
  const exitCode = await exitCodeOf(createProgram(), argv);
  await Promise.all([process.stdout, process.stderr].map(written));
  process.exit(exitCode);
}

/** Resolves once all is written that was, however slow the reader, or nobody reads any more. */
function written(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    if (stream.destroyed) return resolve();
    stream.once("error", () => resolve()).once("close", resolve);
    stream.write("", () => resolve());
  });
}

/** Each command stores its exit code in the program, 0 unless it says otherwise. */
function createProgram(): Command {
  const program = new Command("rowbench")
    .description("Measures Node.js servers that fetch one random row from PostgreSQL.")
    .showHelpAfterError("(--help lists the options)");
  for (const command of commands) {
    program.addCommand(command().allowExcessArguments(false));
  }
  for (const command of [program, ...program.commands]) command.exitOverride();
  return program;
}

async function exitCodeOf(program: Command, argv: readonly string[]): Promise<number> {
  try {
    await program.parseAsync(argv, { from: "user" });
    return Number(process.exitCode ?? 0);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : usageExitCode;
    return report(error);
  }
}

/** Expected errors are one line, unexpected ones a stack. */
function report(error: unknown): number {
  const expected = error instanceof RowbenchError;
  const text = expected ? error.message : error instanceof Error ? error.stack : String(error);
  process.stderr.write(`${printable(text ?? "")}\n`);
  return expected ? error.exitCode : 1;
}
