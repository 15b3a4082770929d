import { type RequestsPerSecond, requestsPerSecond } from "@rowbench/shared/contract";
import type { OtherGenerator } from "./other-generator.ts";
import { findTime } from "./parse-time.ts";

/** More would drive the server into saturation, which is another question. */
const connections = 8;

/** wg/wrk: closed loop, and a correction for omitted requests that is always on. */
export const wrk: OtherGenerator = {
  program: "wrk",
  sends: `closed loop, ${connections} connections`,
  argumentsFor: ({ url, seconds }) => [
    "-t1",
    `-c${connections}`,
    `-d${seconds}s`,
    "--latency",
    url,
  ],
  parse: ({ stdout }) => ({
    p50Us: findTime(stdout, /^ +50% +([\d.]+)([a-z]+)$/m),
    p99Us: findTime(stdout, /^ +99% +([\d.]+)([a-z]+)$/m),
  }),
};

/** The throughput that wrk prints; throws, with the beginning of the text, where there is none. */
export function parseWrkThroughput(stdout: string): RequestsPerSecond {
  const [, number] = /^Requests\/sec: +([\d.]+)$/m.exec(stdout) ?? [];
  if (number !== undefined) return requestsPerSecond(Number(number));
  throw new Error(`no \`Requests/sec\` in \`${stdout.trim().slice(0, 200)}\``);
}
