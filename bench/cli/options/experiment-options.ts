import type { Milliseconds } from "@rowbench/shared/contract";
import { type Command, Option } from "commander";
import { spreads } from "../../hosts/kubernetes/manifests.ts";
import { type Workload, workloadForms } from "../../results/records/workload.ts";
import { type PlaceOptions, parsePlace, placeForms } from "../open-hosts.ts";
import {
  optionWithDefault,
  parseDuration,
  parseLabel,
  parsePercent,
  parseWorkloads,
  wholeNumber,
} from "./arguments.ts";

/** What every experiment lets a person settle. */
export interface ExperimentOptions extends PlaceOptions {
  readonly budget: Milliseconds;
  readonly rounds?: number;
  readonly precision?: number;
  readonly window?: Milliseconds;
  readonly seed?: number;
  readonly label?: string;
  readonly dryRun?: boolean;
  readonly serve?: boolean;
}

/** What a load is made of in every experiment that is no sweep. */
export interface LoadOptions {
  readonly workload: readonly Workload[];
  readonly connections: number;
}

/** Adds `--workload` and `--connections`. */
export function withLoadOptions(command: Command): Command {
  return command
    .addOption(
      optionWithDefault(
        "--workload <names>",
        `what is asked, comma-separated: ${workloadForms}`,
        parseWorkloads,
        "db",
      ),
    )
    .option("--connections <number>", "client connections", wholeNumber(1, 10_000), 64);
}

/** The largest `--seed`. */
export const largestSeed = 2 ** 32 - 1;

/** Adds the options of an experiment. */
export function withExperimentOptions(command: Command, usualBudget = "10m"): Command {
  return command
    .addOption(
      optionWithDefault("--budget <time>", "time for the whole of it", parseDuration, usualBudget),
    )
    .option("--rounds <number>", "rounds (default: what the budget allows)", wholeNumber(2, 1000))
    .option("--precision <percent>", "go on until such a difference is told, 5%", parsePercent)
    .option("--window <time>", "closed loop of each start (default: the best split)", parseDuration)
    .option("--seed <number>", "of orders and arrivals", wholeNumber(0, largestSeed))
    .option("--label <text>", "part of the results folder's name", parseLabel)
    .option("--serve", "show the run in the browser while it goes on, on this machine alone")
    .option("--dry-run", "print the plan and end")
    .addOption(
      optionWithDefault("--on <place>", `where it runs: ${placeForms}`, parsePlace, "local"),
    )
    .option("--generators <number>", "pods that make load, on Kubernetes", wholeNumber(1, 100))
    .option("--image <name>", "the image of the roles on hosts")
    .addOption(
      new Option(
        "--spread <kind>",
        "whether each role must have a node of its own, on Kubernetes",
      ).choices(spreads),
    )
    .exitOverride();
}
