import { type ModelName, models } from "@rowbench/shared/concurrency";
import type { Series } from "./series.ts";

/** How many threads or processes of a series take requests, each with an event loop of its own. */
export function eventLoopsOf({ model, workers }: Series): number {
  return models[model as ModelName].holders(workers);
}
