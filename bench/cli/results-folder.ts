import { fileURLToPath } from "node:url";

/** `results/` at the root of the repository, wherever the command was started. */
export const resultsFolder = fileURLToPath(new URL("../../results", import.meta.url));
