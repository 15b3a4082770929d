import { type OtherGenerator, pace, pacedSends } from "./other-generator.ts";
import { findJsonTime } from "./parse-json.ts";

/** mcollina/autocannon: latency in whole milliseconds. */
export const autocannon: OtherGenerator = {
  program: "autocannon",
  sends: pacedSends,
  argumentsFor: ({ url, seconds }) => [
    "-c",
    `${pace.connections}`,
    "-d",
    `${seconds}`,
    "-R",
    `${pace.rate}`,
    "--json",
    url,
  ],
  parse: ({ stdout }) => ({
    p50Us: findJsonTime(stdout, ["latency", "p50"], 1000),
    p99Us: findJsonTime(stdout, ["latency", "p99"], 1000),
  }),
};
