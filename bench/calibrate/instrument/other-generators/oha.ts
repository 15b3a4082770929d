import { type OtherGenerator, pace, pacedSends } from "./other-generator.ts";
import { findJsonTime } from "./parse-json.ts";

/** hatoo/oha: latency in seconds, with its correction for omitted requests. */
export const oha: OtherGenerator = {
  program: "oha",
  sends: `${pacedSends}, corrected`,
  argumentsFor: ({ url, seconds }) => [
    "-c",
    `${pace.connections}`,
    "-z",
    `${seconds}s`,
    "-q",
    `${pace.rate}`,
    "--latency-correction",
    "--no-tui",
    "--output-format",
    "json",
    url,
  ],
  parse: ({ stdout }) => ({
    p50Us: findJsonTime(stdout, ["latencyPercentiles", "p50"], 1_000_000),
    p99Us: findJsonTime(stdout, ["latencyPercentiles", "p99"], 1_000_000),
  }),
};
