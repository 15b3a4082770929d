import { devNull } from "node:os";
import type { Environment, ProgramResult } from "@rowbench/shared/processes";
import { runProgram } from "./run-program.ts";

/** Runs git in one repository to whatever end; a signal that aborts ends it early. */
export type Git = (args: readonly string[], signal?: AbortSignal) => Promise<ProgramResult>;

/** No hook of the user runs for our trees, and no daemon watches them. */
const settings = ["-c", `core.hooksPath=${devNull}`, "-c", "core.fsmonitor=false"];

/** A git for the repository in this folder. */
export function createGit(repository: string, environment: Environment): Git {
  return (args, signal) =>
    runProgram("git", ["-C", repository, ...settings, ...args], { environment, signal });
}
