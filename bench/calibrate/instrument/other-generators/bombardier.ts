import { type OtherGenerator, pace, pacedSends } from "./other-generator.ts";
import { findJsonTime } from "./parse-json.ts";

/** codesenberg/bombardier: latency in microseconds. */
export const bombardier: OtherGenerator = {
  program: "bombardier",
  sends: pacedSends,
  argumentsFor: ({ url, seconds }) => [
    "-c",
    `${pace.connections}`,
    "-d",
    `${seconds}s`,
    "-r",
    `${pace.rate}`,
    "-l",
    "-p",
    "r",
    "-o",
    "json",
    url,
  ],
  parse: ({ stdout }) => ({
    p50Us: findJsonTime(stdout, ["result", "latency", "percentiles", "50"], 1),
    p99Us: findJsonTime(stdout, ["result", "latency", "percentiles", "99"], 1),
  }),
};
