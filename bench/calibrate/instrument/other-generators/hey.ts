import { type OtherGenerator, pace, pacedSends, ratePerConnection } from "./other-generator.ts";
import { findTime } from "./parse-time.ts";

/** rakyll/hey: percentiles in ten thousandths of a second. */
export const hey: OtherGenerator = {
  program: "hey",
  sends: pacedSends,
  argumentsFor: ({ url, seconds }) => [
    "-z",
    `${seconds}s`,
    "-c",
    `${pace.connections}`,
    "-q",
    `${ratePerConnection}`,
    url,
  ],
  parse: ({ stdout }) => ({
    p50Us: findTime(stdout, /^ +50% in ([\d.]+) (secs)$/m),
    p99Us: findTime(stdout, /^ +99% in ([\d.]+) (secs)$/m),
  }),
};
