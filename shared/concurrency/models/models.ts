import { blocking } from "./blocking.ts";
import { cluster } from "./cluster.ts";
import type { Model, ModelName } from "./model.ts";
import { reuseport } from "./reuseport.ts";
import { single } from "./single.ts";
import { threadPool } from "./thread-pool.ts";
import { threads } from "./threads.ts";

/** Every concurrency model, by its name. */
export const models = {
  single,
  cluster,
  reuseport,
  threads,
  blocking,
  "thread-pool": threadPool,
} satisfies Record<ModelName, Model>;
