import { needsRedis } from "../../results/records/workload.ts";
import type { Gate } from "./measurement.ts";

/** One `GET` in Redis for each answer, by its own count. */
export const gets: Gate = {
  kind: "wrong",
  check: ({ record: { gets: count, result }, load: { workload } }) => {
    if (!needsRedis(workload) || typeof count !== "number") return undefined;
    if (count >= result.correct && count <= result.issued) return undefined;
    const fault =
      count < result.correct ? "it answers without a GET" : "it asks more than it answers";
    return `Redis ran ${count} GETs for ${result.correct} correct responses: ${fault}`;
  },
};
