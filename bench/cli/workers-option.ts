import { availableParallelism } from "node:os";
import { type ModelName, models } from "@rowbench/shared/concurrency";
import { InvalidArgumentError } from "commander";
import { describeMachine } from "../measure/machine.ts";
import { readTunedWorkers } from "../measure/tuned-workers.ts";
import { wholeNumber } from "./arguments.ts";
import { tunedWorkersFile } from "./results-folder.ts";

/** `--workers`: a number, or what a sweep on this machine chose; absent, the models' defaults. */
export type WorkersOption = number | "tuned" | undefined;

/** `threads×2`; one worker goes without saying. */
export function withWorkers(model: string, workers: number): string {
  return workers > 1 ? `${model}×${workers}` : model;
}

/** Reads `tuned` or a whole number from 1 to 256. */
export function parseWorkers(text: string): WorkersOption {
  if (text === "tuned") return "tuned";
  try {
    return wholeNumber(1, 256)(text);
  } catch {
    throw new InvalidArgumentError(
      `Expected \`tuned\` or a whole number from 1 to 256, got \`${text}\`.`,
    );
  }
}

/** How many workers each cell gets, and for which cells there is no tuned number. */
export interface WorkersChoice {
  workersOf(server: string, model: ModelName): number;
  /** Cells that fell back to their model's default, as "server/model". */
  readonly untuned: ReadonlySet<string>;
}

/** Looks the numbers up; a number that a model cannot have becomes the largest that it can. */
export function chooseNumbers(
  option: WorkersOption,
  file: string = tunedWorkersFile,
): WorkersChoice {
  const tuned = option === "tuned" ? readTunedWorkers(file, describeMachine()) : {};
  const untuned = new Set<string>();
  return {
    untuned,
    workersOf: (server, model) => {
      const { defaultWorkers, maximumWorkers } = models[model];
      const name = `${server}/${model}`;
      const chosen = option === "tuned" ? tuned[name]?.workers : option;
      if (option === "tuned" && chosen === undefined && maximumWorkers > 1) untuned.add(name);
      return Math.min(chosen ?? defaultWorkers(availableParallelism()), maximumWorkers);
    },
  };
}
