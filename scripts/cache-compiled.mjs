import process from "node:process";
import { fileURLToPath } from "node:url";

// For tests: hundreds of processes load the same modules, and strip the same types. What they
// compile is kept, here and in all that they start.
process.env.NODE_COMPILE_CACHE ??= fileURLToPath(
  new URL("../node_modules/.cache/rowbench", import.meta.url),
);
