import { basename } from "node:path";
import { RowbenchError } from "@rowbench/shared/contract";
import type { Environment } from "@rowbench/shared/processes";
import { runProgram } from "./run-program.ts";

/** `npm run -s` hands its silence on, and the reason of a failure would be lost. */
const args = [
  "ci",
  "--ignore-scripts",
  "--prefer-offline",
  "--no-audit",
  "--no-fund",
  "--loglevel=error",
];
const shownLines = 8;

/** Which version is installed, and with what npm is run. */
export interface InstallOptions {
  readonly environment: Environment;
  readonly signal: AbortSignal;
  /** What the person called this version. */
  readonly ref: string;
}

/**
 * Installs what the folder's lockfile names, always afresh: a package that somebody changed by
 * hand in the present `node_modules` would otherwise be measured on both sides.
 * Throws TREE_FAILED with what npm said.
 */
export async function installPackages(
  folder: string,
  { ref, environment, signal }: InstallOptions,
): Promise<void> {
  const { file, first } = npmProgram(environment);
  const installed = await runProgram(file, [...first, ...args], { environment, folder, signal });
  if (installed.exitCode === 0) return;
  const said = formatLines(`${installed.stderr}\n${installed.stdout}`);
  throw new RowbenchError(
    "TREE_FAILED",
    `the packages of \`${ref}\` do not install, \`npm ci\` ended with ${installed.ending}:${said}`,
  );
}

/** The npm that runs this program, or else that on the PATH: yarn and npx set the variable, too. */
function npmProgram({ npm_execpath: running = "" }: Environment) {
  const isNpm = /^npm(-cli)?\.[cm]?js$/.test(basename(running));
  return isNpm ? { file: process.execPath, first: [running] } : { file: "npm", first: [] };
}

/** npm gives the reason first, its usage after that, and the name of its log at the end. */
function formatLines(text: string): string {
  const lines = text
    .split("\n")
    .map((line) => line.replace(/^npm error/, "").trim())
    .filter((line) => line !== "");
  const shown =
    lines.length > shownLines ? [...lines.slice(0, shownLines - 1), lines.at(-1)] : lines;
  return ["", ...shown].join("\n  ");
}
