import { type Microseconds, microseconds } from "@rowbench/shared/contract";
import { type OtherGenerator, pace, pacedSends, ratePerConnection } from "./other-generator.ts";

/** nghttp2's h2load prints no percentiles; its log has a line for each request. */
export const h2load: OtherGenerator = {
  program: "h2load",
  sends: pacedSends,
  argumentsFor: ({ url, seconds, logFile }) => [
    "--h1",
    "-t1",
    `-c${pace.connections}`,
    `-D${seconds}`,
    `--rps=${ratePerConnection}`,
    `--log-file=${logFile}`,
    url,
  ],
  parse: ({ log }) => {
    const sortedUs = parseLog(log).sort((a, b) => a - b);
    return { p50Us: nearestRank(sortedUs, 0.5), p99Us: nearestRank(sortedUs, 0.99) };
  },
};

/** Lines of start time, status and duration in µs, with tabs between; −1 is a failed request. */
function parseLog(log: string): number[] {
  return log
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => {
      const [, duration] = /^\d+\t-?\d+\t(\d+)$/.exec(line) ?? [];
      if (duration === undefined) throw new Error(`no request in h2load's line \`${line}\``);
      return Number(duration);
    });
}

function nearestRank(sortedUs: readonly number[], share: number): Microseconds {
  const value = sortedUs[Math.ceil(share * sortedUs.length) - 1];
  if (value === undefined) throw new Error("h2load's log holds no request");
  return microseconds(value);
}
