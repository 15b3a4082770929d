import { isUniform } from "../../statistics/uniformity.ts";
import type { Gate } from "./measurement.ts";

/** Each row is as likely as any other. */
export const ids: Gate = {
  kind: "wrong",
  check: ({ record: { result }, rows }) => {
    const counts = result.answersPerIdBin ?? [];
    if (isUniform(counts, rows)) return undefined;
    return `it does not draw from all ${rows} ids alike`;
  },
};
