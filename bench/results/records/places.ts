import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The root of the repository. */
export const repositoryRoot = fileURLToPath(new URL("../../..", import.meta.url));

/** `results/` at the root of the repository, wherever the command was started. */
export const resultsRoot = join(repositoryRoot, "results");

/** What `sweep workers` chose on this machine, for `--workers tuned`. */
export const tunedWorkersFile = join(resultsRoot, "tuned-workers.json");

/** How much the last experiment's starts scattered on this machine. */
export const noiseFile = join(resultsRoot, "noise.json");

/** The same of the last experiment on hosts. */
export const hostsNoiseFile = join(resultsRoot, "noise-on-hosts.json");
