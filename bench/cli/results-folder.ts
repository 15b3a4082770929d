import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** `results/` at the root of the repository, wherever the command was started. */
export const resultsFolder = fileURLToPath(new URL("../../results", import.meta.url));

/** What `sweep workers` chose on this machine, for `--workers tuned`. */
export const tunedWorkersFile = join(resultsFolder, "tuned-workers.json");
