import { Command, InvalidArgumentError, Option } from "commander";
import { usualImage } from "../../hosts/image-name.ts";
import {
  defaultResources,
  runName,
  type Spread,
  spreads,
} from "../../hosts/kubernetes/manifests.ts";
import { formatManifests } from "../../hosts/kubernetes/manifests-text.ts";
import { wholeNumber } from "../options/arguments.ts";

interface ManifestsOptions {
  readonly generators: number;
  readonly image: string;
  readonly namespace: string;
  readonly run: string;
  readonly spread: Spread;
}

const namespaceName = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/** `rowbench manifests`: what runs on Kubernetes, for those who apply their own. */
export function manifestsCommand(): Command {
  return new Command("manifests")
    .description("Prints the Kubernetes manifests of an experiment's roles as YAML.")
    .option("--generators <number>", "pods that put load on the server", wholeNumber(1, 100), 2)
    .option("--image <name>", "what `npm run image` has built", usualImage)
    .option("--namespace <name>", "where they run", nameLike(namespaceName, 63), "default")
    .option("--run <name>", "what they are labelled with", nameLike(runName, 32), "example")
    .addOption(
      new Option("--spread <kind>", "whether each role must have a node of its own")
        .choices(spreads)
        .default("required"),
    )
    .action(({ generators, ...plan }: ManifestsOptions) => {
      const resources = defaultResources;
      process.stdout.write(formatManifests({ ...plan, resources }, generators));
    });
}

/** A parser of a name that Kubernetes takes. */
function nameLike(form: RegExp, longest: number): (text: string) => string {
  return (text) => {
    if (form.test(text)) return text;
    throw new InvalidArgumentError(
      `Expected up to ${longest} small letters, digits and dashes, got \`${text}\`.`,
    );
  };
}
