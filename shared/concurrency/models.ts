import { cluster } from "./cluster.ts";
import { single } from "./single.ts";
import type { Model, ModelName } from "./types.ts";

/** Every concurrency model, by its name. */
export const models = { single, cluster } satisfies Record<ModelName, Model>;
